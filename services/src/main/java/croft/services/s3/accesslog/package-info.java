/**
 * Server access logs: a line for each request to a bucket that asks for it, delivered in batches as
 * objects of the target bucket.
 */
@NullMarked
package croft.services.s3.accesslog;

import org.jspecify.annotations.NullMarked;
