package croft.drivers.linux.compute;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What every Linux program expects in /dev, as the OCI runtime specification lists it. */
final class DeviceNodes {
  private static final int PERMISSIONS = 0666;

  /** A character device by its name and number. */
  private record Node(String name, int major, int minor) {}

  private static final List<Node> NODES =
      List.of(
          new Node("null", 1, 3),
          new Node("zero", 1, 5),
          new Node("full", 1, 7),
          new Node("random", 1, 8),
          new Node("urandom", 1, 9),
          new Node("tty", 5, 0));

  private static final Map<String, String> LINKS =
      Map.of(
          "fd", "/proc/self/fd",
          "stdin", "/proc/self/fd/0",
          "stdout", "/proc/self/fd/1",
          "stderr", "/proc/self/fd/2",
          "ptmx", "pts/ptmx");

  private DeviceNodes() {}

  /** Makes them in an empty folder, owned as a range beginning at {@code firstId} has it. */
  static void make(Path devices, long firstId) throws IOException {
    for (Node node : NODES) {
      Path path = devices.resolve(node.name());
      Syscalls.mknod(path, Flags.S_IFCHR | PERMISSIONS, node.major(), node.minor());
      Syscalls.chmod(path, PERMISSIONS); // Past the umask.
      Syscalls.chown(path, (int) firstId, (int) firstId);
    }
    for (Map.Entry<String, String> link : LINKS.entrySet()) {
      Path path = devices.resolve(link.getKey());
      Files.createSymbolicLink(path, Path.of(link.getValue()));
      Syscalls.chown(path, (int) firstId, (int) firstId);
    }
  }
}
