package croft.drivers.linux.volume;

import croft.drivers.compute.Capability;
import croft.drivers.linux.volume.encryption.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds out what this machine can do for volumes. Leaves nothing behind. */
public final class VolumeCheck {
  private VolumeCheck() {}

  /** What volumes need; {@code home} is the data directory, there or not yet. */
  public static List<Capability> capabilities(Path home) {
    return List.of(loopDevices(), mounting(), Vaults.capability(), snapshots(home));
  }

  private static Capability loopDevices() {
    boolean present = Files.isWritable(Path.of("/dev/loop-control"));
    return new Capability(
        "loop devices",
        present,
        false,
        present
            ? "volumes can be attached"
            : "missing: no volume can be attached; load the kernel's module with: modprobe loop");
  }

  private static Capability mounting() {
    List<String> types = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/filesystems"))) {
        String type = line.strip();
        if (type.equals("ext4") || type.equals("xfs")) {
          types.add(type);
        }
      }
    } catch (IOException e) {
      types.clear();
    }
    return new Capability(
        "file systems of volumes",
        !types.isEmpty(),
        false,
        types.isEmpty()
            ? "missing: instances cannot mount their volumes; try: modprobe ext4"
            : "instances may have mounted: " + String.join(", ", types));
  }

  private static Capability snapshots(Path home) {
    String type = "an unknown file system";
    Path folder = home;
    while (!Files.isDirectory(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    try {
      type = Files.getFileStore(folder).type();
    } catch (IOException e) {
      return new Capability("snapshots", false, false, "missing: " + e.getMessage());
    }
    boolean shares = type.equals("xfs") || type.equals("btrfs");
    return new Capability(
        "snapshots",
        true,
        false,
        shares
            ? "share blocks with their volumes, on " + type
            : "are copied, on " + type + "; on XFS or btrfs they would be instant");
  }
}
