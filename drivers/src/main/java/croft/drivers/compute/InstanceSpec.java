package croft.drivers.compute;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All an instance is created from.
 *
 * @param id the caller's: letters, digits, dash and underscore, at most 64
 * @param virtualCpus processors' worth of time it may use at most
 * @param memoryBytes memory it may use at most, page cache included
 * @param networkNamespace a network namespace to join, such as {@code /run/netns/x}; empty: one of
 *     its own with nothing but loopback
 * @param rootBytes how much room its root has for what it writes, a multiple of 4096; 0: as much as
 *     the disk under it
 * @param files put into the root before the first boot, later ones win
 */
public record InstanceSpec(
    String id,
    String imageId,
    String hostname,
    int virtualCpus,
    long memoryBytes,
    long rootBytes,
    Optional<Path> networkNamespace,
    List<InstanceFile> files,
    Isolation isolation,
    InitMode initMode) {

  /**
   * A program that runs at every boot, if the files put it there, in either {@link InitMode}; what
   * it writes goes to the console.
   */
  public static final String BOOT_PROGRAM = "/var/lib/croft/boot";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,63}");
  private static final long LEAST_ROOT_BYTES = 64L << 20;
  private static final int ROOT_BLOCK_BYTES = 4096;
  private static final long LEAST_MEMORY_BYTES = 4L << 20;

  public InstanceSpec {
    require(ID.matcher(id).matches(), "Not an instance id: " + id);
    require(HOSTNAME.matcher(hostname).matches(), "Not a host name: " + hostname);
    requireSize(virtualCpus, memoryBytes);
    requireRoot(rootBytes);
    files = List.copyOf(files);
  }

  /** At least one processor and 4 MiB, or INVALID. */
  public static void requireSize(int virtualCpus, long memoryBytes) {
    require(virtualCpus >= 1, "virtualCpus must be at least 1: " + virtualCpus);
    require(memoryBytes >= LEAST_MEMORY_BYTES, "memoryBytes must be at least 4 MiB");
  }

  private static void requireRoot(long bytes) {
    boolean possible = bytes >= LEAST_ROOT_BYTES && bytes % ROOT_BLOCK_BYTES == 0;
    require(bytes == 0 || possible, "rootBytes must be 64 MiB or more, in blocks of 4096");
  }

  /** One processor, 512 MiB, no network, no files, in a user namespace. */
  public static InstanceSpec of(String id, String imageId) {
    return new InstanceSpec(
        id,
        imageId,
        id.replace('_', '-'),
        1,
        512L << 20,
        0,
        Optional.empty(),
        List.of(),
        Isolation.USER_NAMESPACE,
        InitMode.AUTO);
  }

  public InstanceSpec withHostname(String name) {
    return new InstanceSpec(
        id,
        imageId,
        name,
        virtualCpus,
        memoryBytes,
        rootBytes,
        networkNamespace,
        files,
        isolation,
        initMode);
  }

  public InstanceSpec withSize(int cpus, long bytes) {
    return new InstanceSpec(
        id,
        imageId,
        hostname,
        cpus,
        bytes,
        rootBytes,
        networkNamespace,
        files,
        isolation,
        initMode);
  }

  /** With a root that holds so much of its own, and no more. */
  public InstanceSpec withRootBytes(long bytes) {
    return new InstanceSpec(
        id,
        imageId,
        hostname,
        virtualCpus,
        memoryBytes,
        bytes,
        networkNamespace,
        files,
        isolation,
        initMode);
  }

  public InstanceSpec withNetworkNamespace(Path path) {
    return new InstanceSpec(
        id,
        imageId,
        hostname,
        virtualCpus,
        memoryBytes,
        rootBytes,
        Optional.of(path),
        files,
        isolation,
        initMode);
  }

  public InstanceSpec withFile(InstanceFile file) {
    List<InstanceFile> more = new ArrayList<>(files);
    more.add(file);
    return new InstanceSpec(
        id,
        imageId,
        hostname,
        virtualCpus,
        memoryBytes,
        rootBytes,
        networkNamespace,
        more,
        isolation,
        initMode);
  }

  public InstanceSpec withIsolation(Isolation wanted) {
    return new InstanceSpec(
        id,
        imageId,
        hostname,
        virtualCpus,
        memoryBytes,
        rootBytes,
        networkNamespace,
        files,
        wanted,
        initMode);
  }

  public InstanceSpec withInitMode(InitMode wanted) {
    return new InstanceSpec(
        id,
        imageId,
        hostname,
        virtualCpus,
        memoryBytes,
        rootBytes,
        networkNamespace,
        files,
        isolation,
        wanted);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new ComputeException(ComputeException.Reason.INVALID, message);
    }
  }
}
