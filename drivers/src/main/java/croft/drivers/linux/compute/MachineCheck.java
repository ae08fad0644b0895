package croft.drivers.linux.compute;

import croft.drivers.compute.Capability;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.UserNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds out by trying what this machine can do. Leaves nothing behind. */
public final class MachineCheck {
  private static final long PROBE_FIRST_ID = 0x7000_0000L;

  private MachineCheck() {}

  /** What instances need; {@code home} is the data directory, there or not yet. */
  public static List<Capability> capabilities(Path home) {
    List<Capability> found = new ArrayList<>();
    found.add(probe("root", "run Croft as root", MachineCheck::root));
    found.add(probe("crun", "install the package crun", MachineCheck::crun));
    found.add(
        probe(
            "user namespaces",
            "the package util-linux, and kernel.unprivileged_userns_clone=1",
            MachineCheck::mapping));
    found.add(
        probe(
            "id-mapped mounts",
            "Linux 5.12 or newer, and a data directory on ext4, XFS or btrfs",
            () -> mapped(home)));
    found.add(
        probe(
            "overlay",
            "the kernel's overlay module",
            () -> listed("/proc/filesystems", "overlay")));
    found.add(probe("control groups", "mount cgroup2 on /sys/fs/cgroup", MachineCheck::cgroups));
    found.add(probe("seccomp", "a kernel with CONFIG_SECCOMP_FILTER", MachineCheck::seccomp));
    found.add(rootDisks());
    return List.copyOf(found);
  }

  /** Without it roots without a size still work. */
  private static Capability rootDisks() {
    Capability tools =
        probe("roots of a size", "install the package e2fsprogs", MachineCheck::tools);
    return new Capability(tools.name(), tools.present(), false, tools.detail());
  }

  private static String tools() throws IOException {
    Path control = Path.of("/dev/loop-control");
    if (!Files.isWritable(control)) {
      throw new IOException("no " + control + ", which modprobe loop makes");
    }
    String version = Processes.run(List.of("mke2fs", "-V"));
    Processes.run(List.of("e2fsck", "-V"));
    return version.lines().findFirst().orElse("mke2fs");
  }

  /** Says what was found, or throws. */
  @FunctionalInterface
  private interface Probe {
    String find() throws Exception;
  }

  private static Capability probe(String name, String remedy, Probe probe) {
    try {
      return new Capability(name, true, true, probe.find());
    } catch (Exception e) {
      String detail = "missing (" + e.getMessage() + "): " + remedy;
      return new Capability(name, false, true, detail);
    }
  }

  private static String root() throws IOException {
    Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!owner.equals(0)) {
      throw new IOException("user id " + owner);
    }
    return "user id 0";
  }

  private static String crun() throws IOException {
    String version = Processes.run(List.of("crun", "--version"));
    String features = version.contains("+SECCOMP") ? " with seccomp" : " without seccomp";
    return version.lines().findFirst().orElse("crun") + features;
  }

  private static String mapping() {
    UserNamespace.mapping(PROBE_FIRST_ID, IdRanges.SIZE).close();
    return "ids can be mapped";
  }

  private static String mapped(Path home) throws Exception {
    Path folder = home;
    while (!Files.isDirectory(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    Path source = folder;
    return NamespaceThread.call(
        "probe-id-mapped",
        () -> {
          Mounts.unsharePrivately();
          try (UserNamespace namespace = UserNamespace.mapping(PROBE_FIRST_ID, IdRanges.SIZE)) {
            Mounts.bindMapped(source, source, namespace.descriptor());
          } catch (SyscallException | UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
          }
          return "on " + Files.getFileStore(source).type();
        });
  }

  private static String listed(String file, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.endsWith("\t" + name)) {
        return "in the kernel";
      }
    }
    Processes.run(List.of("modprobe", name));
    return "as a module";
  }

  private static String cgroups() throws IOException {
    CgroupLayout layout = CgroupLayout.detect();
    List<String> limited = new ArrayList<>();
    for (String controller : List.of("cpu", "memory", "pids")) {
      if (!layout.has(controller)) {
        throw new IOException("no controller " + controller);
      }
      limited.add(controller);
    }
    return (layout.isHybrid() ? "hybrid (v1 and v2): " : "unified (v2): ")
        + String.join(", ", limited);
  }

  private static String seccomp() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/seccomp/actions_avail")).strip();
  }
}
