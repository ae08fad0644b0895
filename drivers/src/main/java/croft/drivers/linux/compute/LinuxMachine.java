package croft.drivers.linux.compute;

import croft.drivers.linux.syscall.Flags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What instances share: the host and the parts that keep its resources apart.
 *
 * @param starts lets few instances start at once: the kernel makes mounts and processes one after
 *     the other anyway, and who waits for it burns a processor
 * @param requests what answers instances that ask for mounts, in the one process that does
 */
record LinuxMachine(
    Path home,
    Host host,
    Crun crun,
    Cgroups cgroups,
    IdRanges idRanges,
    LinuxImageDriver images,
    BlockDevice disk,
    Stage stage,
    Semaphore starts,
    Requests requests) {
  private static final Path INOTIFY_INSTANCES = Path.of("/proc/sys/fs/inotify/max_user_instances");

  /** Each systemd takes several: the kernel's 128 are gone after some 27 instances. */
  private static final int INOTIFY_INSTANCES_WANTED = 65_536;

  static LinuxMachine open(LinuxComputeOptions options, LinuxImageDriver images)
      throws IOException {
    Path home = options.home();
    raiseInotifyInstances();
    Object device = Files.getAttribute(home, "unix:dev");
    return new LinuxMachine(
        home,
        Host.read(),
        new Crun(home.resolve("crun")),
        new Cgroups(CgroupLayout.detect(), groupName(home)),
        new IdRanges(home.resolve("ids"), options.firstId(), options.instanceLimit()),
        images,
        BlockDevice.of(device instanceof Long number ? number : 0),
        Stage.choose(home.toRealPath()),
        new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors())),
        new Requests());
  }

  /** One for each data directory, so that two servers on a machine stay apart. */
  static String groupName(Path home) throws IOException {
    byte[] path = home.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
    return "croft-" + HexFormat.of().formatHex(SpecDigest.sha256().digest(path), 0, 4);
  }

  private static void raiseInotifyInstances() throws IOException {
    int now = Integer.parseInt(Files.readString(INOTIFY_INSTANCES).strip());
    if (now < INOTIFY_INSTANCES_WANTED) {
      Files.writeString(INOTIFY_INSTANCES, Integer.toString(INOTIFY_INSTANCES_WANTED));
    }
  }

  /** What answers instances that ask for mounts, once something does. */
  static final class Requests {
    private volatile @Nullable MountRequests answering;

    /** From now on, or no more. */
    void answerBy(@Nullable MountRequests next) {
      MountRequests former = answering;
      answering = next;
      if (former != null) {
        former.close();
      }
    }

    void serve(String id, Path folder) throws IOException {
      MountRequests now = answering;
      if (now != null && Files.isDirectory(folder)) {
        now.serve(id, folder);
      }
    }

    void forget(String id) {
      MountRequests now = answering;
      if (now != null) {
        now.forget(id);
      }
    }
  }

  /** The device that carries the data directory. */
  record BlockDevice(int major, int minor) {
    /** A block device by its path. */
    static BlockDevice at(Path path) throws IOException {
      Object mode = Files.getAttribute(path, "unix:mode");
      if (!(mode instanceof Integer bits) || (bits & 0xf000) != Flags.S_IFBLK) {
        throw new IOException("not a block device: " + path);
      }
      Object device = Files.getAttribute(path, "unix:rdev");
      return of(device instanceof Long number ? number : 0);
    }

    /** From the number stat(2) reports, as gnu_dev_major(3) and gnu_dev_minor(3) take it apart. */
    static BlockDevice of(long number) {
      int major = (int) (((number >>> 8) & 0xfff) | ((number >>> 32) & ~0xfffL));
      int minor = (int) ((number & 0xff) | ((number >>> 12) & ~0xffL));
      return new BlockDevice(major, minor);
    }
  }
}
