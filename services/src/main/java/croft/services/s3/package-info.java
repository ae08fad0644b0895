/**
 * S3: buckets, what they hold, and who may have it. Bytes are kept by the content room, which is
 * the only one that meets the blob store; rows in the one store; every answer is decided in one
 * transaction. The room calls no other service.
 */
@NullMarked
package croft.services.s3;

import org.jspecify.annotations.NullMarked;
