package croft.drivers.compute;

import java.time.Instant;

/**
 * A root file system instances start from.
 *
 * @param systemd whether instances can boot its systemd
 * @param sizeBytes disk space it takes; 0 for the host's own root
 */
public record Image(String id, Kind kind, boolean systemd, long sizeBytes, Instant createdAt) {
  /** The id of {@link Kind#HOST_ROOT}. */
  public static final String HOST_ROOT_ID = "host-root";

  /** Where it comes from. */
  public enum Kind {
    /** The machine's own root, read only, with everything private covered. */
    HOST_ROOT,
    /** An imported tar archive. */
    TAR,
    /** What an instance had written, over the image it was made of. */
    INSTANCE
  }
}
