package croft.drivers.compute;

/**
 * A file put into an instance's root before its first boot.
 *
 * @param path absolute inside the instance; missing folders are made
 * @param mode permission bits, for example 0600
 * @param ownerId user and group id inside the instance
 */
public record InstanceFile(String path, Content content, int mode, int ownerId) {
  public InstanceFile {
    if (!path.startsWith("/")
        || path.endsWith("/")
        || path.indexOf('\0') >= 0
        || (path + "/").contains("/../")
        || (path + "/").contains("/./")) {
      throw new ComputeException(
          ComputeException.Reason.INVALID, "Not an absolute, plain path: " + path);
    }
  }

  /** A file of the instance's root user. */
  public static InstanceFile ofRoot(String path, Content content, int mode) {
    return new InstanceFile(path, content, mode, 0);
  }
}
