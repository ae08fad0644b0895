package croft.drivers.linux.compute;

import java.nio.file.Path;

/** Where one instance keeps its files. */
record InstanceFolder(Path path) {
  Path record() {
    return path.resolve("instance.json");
  }

  /** What the instance wrote, if its root has no size: the overlay's upper directory. */
  Path upper() {
    return path.resolve("upper");
  }

  /** The overlay's own work directory, beside {@link #upper}. */
  Path work() {
    return path.resolve("work");
  }

  /** The disk that holds both instead, if the root has a size. */
  Path disk() {
    return path.resolve("root.disk");
  }

  /** Which block device holds both instead, if the root is on one. */
  Path device() {
    return path.resolve("root.device");
  }

  /** What goes to a disk as its beginning, while it does. */
  Path content() {
    return path.resolve("content");
  }

  /** crun's bundle: the folder itself holds config.json. */
  Path bundle() {
    return path;
  }

  Path config() {
    return path.resolve("config.json");
  }

  Path console() {
    return path.resolve("console.log");
  }

  /** The disks it has beside its root. */
  Path disks() {
    return path.resolve("disks.json");
  }

  /** Where the instance asks for mounts of its disks. */
  Path requests() {
    return path.resolve("requests");
  }

  Path crunLog() {
    return path.resolve("crun.log");
  }
}
