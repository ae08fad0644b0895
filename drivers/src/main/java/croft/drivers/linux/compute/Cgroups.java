package croft.drivers.linux.compute;

import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The control groups of instances: limits, numbers and ends. For each instance a group in every v1
 * hierarchy in use, and in the unified one a group with {@code box} inside, which the instance's
 * own processes see as their root and may divide. Limits sit above the box, out of its reach.
 */
final class Cgroups {
  private static final int CPU_PERIOD_MICROSECONDS = 100_000;
  private static final int PROCESS_LIMIT = 8192;
  private static final String BOX = "box";
  private static final Duration FREEZE_TIMEOUT = Duration.ofSeconds(5);

  private final CgroupLayout layout;
  private final String group;

  /** {@code group} is the name of the group above the instances', one for each data directory. */
  Cgroups(CgroupLayout layout, String group) {
    this.layout = layout;
    this.group = group;
  }

  CgroupLayout layout() {
    return layout;
  }

  /** Makes the instance's groups with their limits; the box belongs to {@code ownerId}. */
  void create(String id, int virtualCpus, long memoryBytes, int ownerId) throws IOException {
    for (Path root : layout.versionOneRoots()) {
      Files.createDirectories(root.resolve(group).resolve(id));
    }
    Path unified = layout.unified().resolve(group);
    Files.createDirectories(unified.resolve(id));
    delegateControllers(layout.unified());
    delegateControllers(unified);
    limit(id, virtualCpus, memoryBytes);
    delegateControllers(unified.resolve(id));
    Path box = Files.createDirectories(unified.resolve(id).resolve(BOX));
    own(box, ownerId);
    for (String file : List.of("cgroup.procs", "cgroup.subtree_control", "cgroup.threads")) {
      own(box.resolve(file), ownerId);
    }
  }

  private static void own(Path path, int ownerId) {
    Syscalls.chown(path, ownerId, ownerId);
  }

  /** Lets the groups below use every controller the unified hierarchy has for us. */
  private void delegateControllers(Path folder) throws IOException {
    for (String controller : layout.unifiedControllers()) {
      write(folder.resolve("cgroup.subtree_control"), "+" + controller);
    }
  }

  /** Sets the limits of groups that exist; memory first, for it alone may be refused. */
  void limit(String id, int virtualCpus, long memoryBytes) throws IOException {
    limitMemory(id, memoryBytes);
    long quota = (long) virtualCpus * CPU_PERIOD_MICROSECONDS;
    if (layout.isVersionOne("cpu")) {
      write(file("cpu", id, "cpu.cfs_period_us"), Integer.toString(CPU_PERIOD_MICROSECONDS));
      write(file("cpu", id, "cpu.cfs_quota_us"), Long.toString(quota));
    } else if (layout.has("cpu")) {
      write(file("cpu", id, "cpu.max"), quota + " " + CPU_PERIOD_MICROSECONDS);
    }
    if (layout.has("pids")) {
      write(file("pids", id, "pids.max"), Integer.toString(PROCESS_LIMIT));
    }
  }

  /**
   * v1 refuses a limit below what cannot be given back. v2 would take it and end processes for it,
   * so there the high mark goes first, which makes the kernel give back what it can.
   */
  private void limitMemory(String id, long memoryBytes) throws IOException {
    String bytes = Long.toString(memoryBytes);
    if (layout.isVersionOne("memory")) {
      write(file("memory", id, "memory.limit_in_bytes"), bytes);
    } else if (layout.has("memory")) {
      Path high = file("memory", id, "memory.high");
      writeIfThere(high, bytes);
      try {
        if (memoryBytes(id) > memoryBytes) {
          throw new IOException("the instance holds more than " + memoryBytes + " bytes of memory");
        }
        write(file("memory", id, "memory.max"), bytes);
      } finally {
        writeIfThere(high, "max");
      }
      writeIfThere(file("memory", id, "memory.swap.max"), "0");
    }
  }

  /**
   * The files a process writes 0 to, to join before it becomes the instance. A single thread that
   * moves itself by v1's {@code tasks} waits for nobody; whole processes wait for every processor.
   */
  List<Path> joinFiles(String id) {
    return joinFiles(id, BOX);
  }

  /** The same for a command run inside from outside, in a group beside the box. */
  List<Path> joinFiles(String id, String beside) {
    List<Path> files = new ArrayList<>();
    for (Path root : layout.versionOneRoots()) {
      files.add(root.resolve(group).resolve(id).resolve("tasks"));
    }
    files.add(unifiedGroup(id).resolve(beside).resolve("cgroup.procs"));
    return files;
  }

  /** Makes a group beside the box for one command. */
  void createBeside(String id, String name) throws IOException {
    Files.createDirectory(unifiedGroup(id).resolve(name));
  }

  /** The processes of a command's group. */
  List<Long> processesBeside(String id, String name) {
    try {
      return Files.readAllLines(unifiedGroup(id).resolve(name).resolve("cgroup.procs")).stream()
          .map(Long::valueOf)
          .toList();
    } catch (IOException e) {
      return List.of(); // The group is gone: so are they.
    }
  }

  /** Ends every process of a command's group. */
  void killBeside(String id, String name) throws IOException {
    writeIfThere(unifiedGroup(id).resolve(name).resolve("cgroup.kill"), "1");
  }

  /** Removes a command's group unless something it left behind still runs in it. */
  void removeBeside(String id, String name) {
    try {
      Files.deleteIfExists(unifiedGroup(id).resolve(name));
    } catch (IOException stillUsed) {
      // What the command started in the background goes on; destroy removes the group.
    }
  }

  /** Ends every process of the instance at once. */
  void kill(String id) throws IOException {
    writeIfThere(unifiedGroup(id).resolve("cgroup.kill"), "1");
  }

  /** Lets no process of the instance run until {@link #thaw}; returns when none does. */
  void freeze(String id) throws IOException {
    write(unifiedGroup(id).resolve("cgroup.freeze"), "1");
    Path events = unifiedGroup(id).resolve("cgroup.events");
    if (!Waiting.until(FREEZE_TIMEOUT, () -> contains(events, "frozen 1"))) {
      thaw(id);
      throw new IOException("the instance does not stand still");
    }
  }

  /** Lets them run again; nothing happens if they do. */
  void thaw(String id) throws IOException {
    writeIfThere(unifiedGroup(id).resolve("cgroup.freeze"), "0");
  }

  private static boolean contains(Path file, String word) {
    try {
      return Files.readString(file).contains(word);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether any process of the instance is left. */
  boolean populated(String id) throws IOException {
    Path events = unifiedGroup(id).resolve("cgroup.events");
    try {
      return Files.readString(events).contains("populated 1");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Removes all groups of the instance, which must be empty. */
  void remove(String id) throws IOException {
    for (Path root : layout.versionOneRoots()) {
      removeTree(root.resolve(group).resolve(id));
    }
    removeTree(unifiedGroup(id));
  }

  /** Removes the group above the instances', if it is empty. */
  void removeGroup() {
    List<Path> roots = new ArrayList<>(layout.versionOneRoots());
    roots.add(layout.unified());
    for (Path root : roots) {
      try {
        Files.deleteIfExists(root.resolve(group));
      } catch (IOException stillUsed) {
        // Another instance has come meanwhile.
      }
    }
  }

  private static void removeTree(Path folder) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path child : children) {
        removeTree(child);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Files.deleteIfExists(folder);
  }

  private Path unifiedGroup(String id) {
    return layout.unified().resolve(group).resolve(id);
  }

  private Path file(String controller, String id, String name) {
    return layout.rootOf(controller).resolve(group).resolve(id).resolve(name);
  }

  /** Processor time used. */
  long cpuNanoseconds(String id) throws IOException {
    if (layout.isVersionOne("cpuacct")) {
      return Long.parseLong(Files.readString(file("cpuacct", id, "cpuacct.usage")).strip());
    }
    return CgroupText.field(Files.readString(unifiedGroup(id).resolve("cpu.stat")), "usage_usec")
        * 1000;
  }

  long memoryBytes(String id) throws IOException {
    String name = layout.isVersionOne("memory") ? "memory.usage_in_bytes" : "memory.current";
    return layout.has("memory")
        ? Long.parseLong(Files.readString(file("memory", id, name)).strip())
        : 0;
  }

  /** Whether the kernel ended a process of the instance for want of memory since its start. */
  boolean wasOutOfMemory(String id) {
    String name = layout.isVersionOne("memory") ? "memory.oom_control" : "memory.events";
    try {
      return layout.has("memory")
          && CgroupText.field(Files.readString(file("memory", id, name)), "oom_kill") > 0;
    } catch (IOException e) {
      return false; // The group is gone, and what it knew.
    }
  }

  /** Page cache on the kernel's list of what to give back first. */
  long memoryIdleBytes(String id) throws IOException {
    if (!layout.has("memory")) {
      return 0;
    }
    String name = layout.isVersionOne("memory") ? "total_inactive_file" : "inactive_file";
    return CgroupText.field(Files.readString(file("memory", id, "memory.stat")), name);
  }

  /** Bytes read, bytes written, read operations, write operations. */
  CgroupText.Disk disk(String id) throws IOException {
    if (layout.isVersionOne("blkio")) {
      return CgroupText.versionOneDisk(
          Files.readString(file("blkio", id, "blkio.throttle.io_service_bytes")),
          Files.readString(file("blkio", id, "blkio.throttle.io_serviced")));
    }
    Path stat = unifiedGroup(id).resolve("io.stat");
    return CgroupText.unifiedDisk(Files.exists(stat) ? Files.readString(stat) : "");
  }

  /** v1 counts disk access only where a throttle rule exists: one that never throttles. */
  void countDisk(String id, LinuxMachine.BlockDevice disk) {
    if (layout.isVersionOne("blkio")) {
      for (String name :
          List.of("blkio.throttle.read_bps_device", "blkio.throttle.write_bps_device")) {
        try {
          write(file("blkio", id, name), disk.major() + ":" + disk.minor() + " " + Long.MAX_VALUE);
        } catch (IOException e) {
          // Not a block device of its own (btrfs, overlay): its access stays uncounted.
        }
      }
    }
  }

  private static void write(Path file, String value) throws IOException {
    try {
      Files.writeString(file, value, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("Writing " + value + " to " + file + ": " + e.getMessage(), e);
    }
  }

  private static void writeIfThere(Path file, String value) throws IOException {
    if (Files.exists(file)) {
      write(file, value);
    }
  }
}
