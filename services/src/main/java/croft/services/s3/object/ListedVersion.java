package croft.services.s3.object;

import java.time.Instant;

/**
 * What listings tell of a version.
 *
 * @param etag in quotes; empty for a delete marker
 * @param checksum algorithm and type, such as {@code CRC32 FULL_OBJECT}; empty for none
 * @param owner the account
 */
public record ListedVersion(
    String key,
    String versionId,
    long rank,
    boolean deleteMarker,
    boolean latest,
    Instant modified,
    long sizeBytes,
    String etag,
    String storageClass,
    String checksum,
    String owner) {}
