package croft.drivers.volume;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All a volume is made from.
 *
 * @param id the caller's: letters, digits, dash and underscore, at most 64
 * @param sizeBytes a multiple of 512, at least the snapshot's
 * @param snapshotId what it begins as; empty: all zeros
 * @param dataKeyId what it is encrypted with, and then the size is a multiple of 4096; empty: it is
 *     kept in the clear
 */
public record VolumeSpec(
    String id, long sizeBytes, Optional<String> snapshotId, Optional<String> dataKeyId) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final int SECTOR_BYTES = 512;
  private static final int ENCRYPTED_BLOCK_BYTES = 4096;

  public VolumeSpec {
    requireId(id);
    dataKeyId.ifPresent(VolumeSpec::requireId);
    int unit = dataKeyId.isPresent() ? ENCRYPTED_BLOCK_BYTES : SECTOR_BYTES;
    if (sizeBytes <= 0 || sizeBytes % unit != 0) {
      throw new VolumeException(
          VolumeException.Reason.INVALID, "Not a size of a volume: " + sizeBytes + " bytes");
    }
  }

  /** An empty volume. */
  public static VolumeSpec empty(String id, long sizeBytes) {
    return new VolumeSpec(id, sizeBytes, Optional.empty(), Optional.empty());
  }

  /** A volume that begins as a snapshot. */
  public static VolumeSpec of(String id, long sizeBytes, String snapshotId) {
    return new VolumeSpec(id, sizeBytes, Optional.of(snapshotId), Optional.empty());
  }

  /** The same, encrypted. */
  public VolumeSpec under(String key) {
    return new VolumeSpec(id, sizeBytes, snapshotId, Optional.of(key));
  }

  /** Ids become names of files. */
  public static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new VolumeException(VolumeException.Reason.INVALID, "Not an id: " + id);
    }
  }
}
