package croft.drivers.blob;

import java.time.Instant;

/**
 * A blob, as a listing tells of it.
 *
 * @param modified when it was committed
 */
public record BlobEntry(String id, long sizeBytes, Instant modified) {}
