package croft.drivers.linux.compute;

import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.NamespaceThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Where an instance's root is put together: a file system in memory over an ordinary folder of the
 * host, seen in the starting thread's mount namespace only. The data directory itself will not do:
 * the instance's root user must be able to walk to its root, and the data directory is private.
 */
record Stage(Path path) {
  /** Folders every Linux system has and nothing here needs to see meanwhile. */
  private static final List<Path> PLACES =
      List.of(Path.of("/mnt"), Path.of("/media"), Path.of("/srv"), Path.of("/tmp"));

  /** A place that does not hide the data directory. */
  static Stage choose(Path home) throws IOException {
    for (Path place : PLACES) {
      if (Files.isDirectory(place) && !home.startsWith(place.toRealPath())) {
        return new Stage(place.toRealPath());
      }
    }
    throw new IOException("none of " + PLACES + " is there to mount on");
  }

  /**
   * Does work on a thread with a mount namespace of its own, where the stage is mounted; nothing of
   * it is left afterwards but what other processes took along.
   *
   * @throws Exception what the work threw
   */
  <T> T with(String thread, Callable<T> work) throws Exception {
    return NamespaceThread.call(
        thread,
        () -> {
          Mounts.unsharePrivately();
          mount();
          try {
            return work.call();
          } finally {
            // The thread's end is not enough: one that Java makes to wait for a process begun here
            // has the same namespace, and lives on.
            Mounts.unmount(path, Flags.MNT_DETACH);
          }
        });
  }

  private void mount() throws IOException {
    Mounts.mount("tmpfs", path, "tmpfs", Flags.MS_NODEV, "mode=755,size=16m");
    List<Path> folders =
        List.of(root(), disk(), base(), ours(), image(), sysfs(), unifiedCgroup(), devices());
    for (Path folder : folders) {
      Files.createDirectory(folder);
    }
  }

  /** The finished root. */
  Path root() {
    return path.resolve("root");
  }

  /** Where the disk of a root with a size is mounted. */
  Path disk() {
    return path.resolve("disk");
  }

  /** The layer of ours. */
  Path ours() {
    return path.resolve("ours");
  }

  /** The image with its owners shifted. */
  Path image() {
    return path.resolve("image");
  }

  /** Where the lowest layers are an overlay of their own. */
  Path base() {
    return path.resolve("base");
  }

  /** One of the layers between ours and the finished root, with its owners shifted. */
  Path captured(int index) {
    return path.resolve("c" + index);
  }

  Path sysfs() {
    return path.resolve("sys");
  }

  /** What becomes the instance's /dev. */
  Path devices() {
    return path.resolve("dev");
  }

  Path unifiedCgroup() {
    return path.resolve("cgroup");
  }
}
