package croft.services.s3.content;

import org.jspecify.annotations.Nullable;

/**
 * A run of bytes within one blob or row.
 *
 * @param offset of the first plain byte wanted
 * @param lengthBytes of plain bytes wanted
 * @param sizeBytes of all plain bytes there
 * @param inline the encrypted bytes in Base64, when a row holds them
 */
record Segment(String id, long offset, long lengthBytes, long sizeBytes, @Nullable String inline) {}
