package croft.drivers.linux.compute;

import java.nio.file.Path;

/**
 * @param home the data directory, absolute, on a file system that may be an overlay's upper layer
 *     (ext4, XFS, btrfs)
 * @param firstId the first of the host's user ids instances may have
 * @param instanceLimit how many instances may be there at once, each with 65,536 ids
 * @param mountsDisks whether instances' file systems on disks are mounted for them when they ask
 */
public record LinuxComputeOptions(Path home, long firstId, int instanceLimit, boolean mountsDisks) {
  /** Above what systemd-nspawn takes, below the sign bit that some programs trip over. */
  private static final long DEFAULT_FIRST_ID = 0x7000_0000L;

  private static final int DEFAULT_INSTANCE_LIMIT = 4000;

  public LinuxComputeOptions {
    if (!home.isAbsolute() || home.toString().matches(".*[:,\\\\\\s].*")) {
      // Overlay options have no way to write them that every kernel understands.
      throw new IllegalArgumentException(
          "The data directory must be absolute, without colon, comma, backslash or space: " + home);
    }
  }

  public static LinuxComputeOptions of(Path home) {
    return new LinuxComputeOptions(home, DEFAULT_FIRST_ID, DEFAULT_INSTANCE_LIMIT, true);
  }

  /** The same, mounting disks or not. */
  public LinuxComputeOptions withMountsDisks(boolean wanted) {
    return new LinuxComputeOptions(home, firstId, instanceLimit, wanted);
  }
}
