package croft.drivers.linux.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** What instances share: the host and the parts that keep its resources apart. */
record LinuxMachine(
    Path home,
    Host host,
    Crun crun,
    Cgroups cgroups,
    IdRanges idRanges,
    LinuxImageDriver images,
    BlockDevice disk,
    Stage stage) {
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
        Stage.choose(home.toRealPath()));
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

  /** The device that carries the data directory. */
  record BlockDevice(int major, int minor) {
    /** From the number stat(2) reports, as gnu_dev_major(3) and gnu_dev_minor(3) take it apart. */
    static BlockDevice of(long number) {
      int major = (int) (((number >>> 8) & 0xfff) | ((number >>> 32) & ~0xfffL));
      int minor = (int) ((number & 0xff) | ((number >>> 12) & ~0xffL));
      return new BlockDevice(major, minor);
    }
  }
}
