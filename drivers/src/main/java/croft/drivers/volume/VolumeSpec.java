package croft.drivers.volume;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All a volume is made from.
 *
 * @param id the caller's: letters, digits, dash and underscore, at most 64
 * @param sizeBytes a multiple of 512, at least the snapshot's
 * @param snapshotId what it begins as; empty: all zeros
 */
public record VolumeSpec(String id, long sizeBytes, Optional<String> snapshotId) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final int SECTOR_BYTES = 512;

  public VolumeSpec {
    requireId(id);
    if (sizeBytes <= 0 || sizeBytes % SECTOR_BYTES != 0) {
      throw new VolumeException(
          VolumeException.Reason.INVALID, "Not a size of a volume: " + sizeBytes + " bytes");
    }
  }

  /** An empty volume. */
  public static VolumeSpec empty(String id, long sizeBytes) {
    return new VolumeSpec(id, sizeBytes, Optional.empty());
  }

  /** A volume that begins as a snapshot. */
  public static VolumeSpec of(String id, long sizeBytes, String snapshotId) {
    return new VolumeSpec(id, sizeBytes, Optional.of(snapshotId));
  }

  /** Ids become names of files. */
  public static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new VolumeException(VolumeException.Reason.INVALID, "Not an id: " + id);
    }
  }
}
