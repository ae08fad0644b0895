package croft.drivers.linux.network;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Network namespaces kept alive by files: each is bind-mounted on a file of its name, as {@code ip
 * netns} does, but in a directory of our own. They outlive this process, not the machine.
 */
final class NetworkNamespaces {
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");

  private final Path directory;

  NetworkNamespaces(Path directory) {
    this.directory = directory;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** Whether the file stands for a namespace, rather than being left over from before a reboot. */
  boolean exists(String name) throws IOException {
    Path path = path(name);
    return Files.exists(path)
        && !Files.getAttribute(path, "unix:dev").equals(Files.getAttribute(directory, "unix:dev"));
  }

  /**
   * Moves the calling thread into the namespace, which is made when there is none: true then. To be
   * called on a thread that ends soon: it must not go back.
   */
  boolean enterOrCreate(String name) throws IOException {
    if (exists(name)) {
      Syscalls.enter(path(name), Flags.CLONE_NEWNET);
      return false;
    }
    Path path = path(name);
    if (!Files.exists(path)) {
      Files.createFile(path);
    }
    Syscalls.unshare(Flags.CLONE_NEWNET);
    Mounts.bind(OWN, path);
    return true;
  }

  /** Runs work inside a namespace that is there. */
  static <T> T inside(Path namespace, Callable<T> work) throws Exception {
    return NamespaceThread.call(
        "croft-network",
        () -> {
          Syscalls.enter(namespace, Flags.CLONE_NEWNET);
          return work.call();
        });
  }

  /** Lets the namespace go: it ends with the last process in it. */
  void remove(String name) throws IOException {
    Path path = path(name);
    if (exists(name)) {
      Mounts.unmount(path, Flags.MNT_DETACH);
    }
    Files.deleteIfExists(path);
  }

  /** The names of all files, in no order. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  /** Sets a network parameter of the calling thread's namespace, as sysctl(8) does. */
  static void setParameter(String name, String value) throws IOException {
    Path path = Path.of("/proc/sys/net", name);
    // Most are right already, and reading needs no privilege.
    if (!Files.readString(path).strip().replace('\t', ' ').equals(value)) {
      Files.writeString(path, value);
    }
  }
}
