/**
 * Buckets as web sites: index and error documents, routing rules and redirects, on host names of
 * their own. Objects are read as nobody in particular, so only what a policy opens is shown.
 */
@NullMarked
package croft.services.s3.website;

import org.jspecify.annotations.NullMarked;
