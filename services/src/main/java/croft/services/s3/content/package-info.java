/**
 * The bytes of objects and parts: {@link croft.services.s3.content.Contents} takes a body as it
 * comes, digests and encrypts it on the way to the blob store, and gives it back, whole or in part.
 * A content exists once a transaction kept it, is counted by who refers to it, and frees its space
 * when the last one let go; what a crash leaves between blob and row is found by {@link
 * croft.services.s3.content.ContentScrubber}. The room knows neither buckets nor keys.
 */
@NullMarked
package croft.services.s3.content;

import org.jspecify.annotations.NullMarked;
