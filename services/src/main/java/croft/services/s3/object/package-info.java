/**
 * Objects: every version of every key, with its metadata, tags and locks, and the requests that
 * write, read, copy and delete them.
 */
@NullMarked
package croft.services.s3.object;

import org.jspecify.annotations.NullMarked;
