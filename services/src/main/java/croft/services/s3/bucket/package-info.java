/**
 * Buckets: their rows, names and life; versioning, tags, object lock and default encryption. What
 * else is configured of a bucket is kept here as documents by kind, for the rooms that read them.
 */
@NullMarked
package croft.services.s3.bucket;

import org.jspecify.annotations.NullMarked;
