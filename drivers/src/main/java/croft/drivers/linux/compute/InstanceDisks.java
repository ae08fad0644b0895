package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Disk;
import croft.drivers.linux.compute.LinuxMachine.BlockDevice;
import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Ioctl;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The disks of one instance: a list on disk, and while it runs a node for each in its /dev, which
 * is a file system of the host's, for in one of a user namespace's own no device node works.
 */
final class InstanceDisks {
  private static final int NODE_MODE = Flags.S_IFBLK | 0660;
  private static final int GROUP_DISK = 6;

  /** Where udev would have links, which mount(8) follows. */
  static final String BY_ID = "disk/by-uuid";

  static final String BY_LABEL = "disk/by-label";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** One disk as it is kept. */
  private record Stored(String deviceName, String blockDevice, boolean readOnly) {
    Disk disk() {
      return new Disk(deviceName, Path.of(blockDevice), readOnly);
    }
  }

  private final Path file;
  private final long firstId;
  private volatile Map<String, Disk> disks;

  InstanceDisks(Path file, long firstId) throws IOException {
    this.file = file;
    this.firstId = firstId;
    this.disks = read(file);
  }

  private static Map<String, Disk> read(Path file) throws IOException {
    Map<String, Disk> found = new TreeMap<>();
    try {
      for (Stored stored : JSON.readValue(Files.readAllBytes(file), Stored[].class)) {
        found.put(stored.deviceName(), stored.disk());
      }
    } catch (NoSuchFileException none) {
      return found;
    } catch (JacksonException e) {
      throw new IOException("Unreadable: " + file, e);
    }
    return found;
  }

  /** The host's id of the instance's root. */
  long firstId() {
    return firstId;
  }

  List<Disk> all() {
    return List.copyOf(disks.values());
  }

  Optional<Disk> named(String deviceName) {
    return Optional.ofNullable(disks.get(deviceName));
  }

  /** The disk that stands at a path inside, by whichever of its names. */
  Optional<Disk> at(String path) {
    return disks.values().stream()
        .filter(disk ->
            path.equals("/dev/" + disk.nodeName())
                || disk.aliases().stream().anyMatch(name -> path.equals("/dev/" + name)))
        .findFirst();
  }

  void put(Disk disk) throws IOException {
    Map<String, Disk> next = new TreeMap<>(disks);
    next.put(disk.deviceName(), disk);
    write(next);
  }

  void remove(String deviceName) throws IOException {
    Map<String, Disk> next = new TreeMap<>(disks);
    next.remove(deviceName);
    write(next);
  }

  private void write(Map<String, Disk> next) throws IOException {
    List<Stored> rows = new ArrayList<>();
    for (Disk disk : next.values()) {
      rows.add(new Stored(disk.deviceName(), disk.blockDevice().toString(), disk.readOnly()));
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".next");
    Files.write(fresh, JSON.writeValueAsBytes(rows));
    Files.move(
        fresh,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    disks = next;
  }

  /** Makes the nodes of all disks in a folder that becomes the instance's /dev. */
  void makeNodes(Path devices) throws IOException {
    for (String folder : List.of("disk", BY_ID, BY_LABEL)) {
      Path path = Files.createDirectory(devices.resolve(folder));
      Syscalls.chown(path, (int) firstId, (int) firstId);
    }
    for (Disk disk : all()) {
      makeNode(devices, disk);
      link(devices.resolve(BY_ID), devices.resolve(BY_LABEL), disk);
    }
  }

  /** Links by the id and the label of what is on a disk, as fstab names it. */
  void link(Path byId, Path byLabel, Disk disk) throws IOException {
    Optional<DiskSignature> signature = DiskSignature.read(disk.blockDevice());
    if (signature.isPresent()) {
      link(byId.resolve(signature.get().uuid()), disk);
      if (!signature.get().label().isEmpty()) {
        link(byLabel.resolve(signature.get().label()), disk);
      }
    }
  }

  private void link(Path link, Disk disk) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("../..", disk.nodeName()));
    Syscalls.chown(link, (int) firstId, (int) firstId);
  }

  /** Removes what {@link #link} made, whether or not the disk can still be read. */
  static void unlink(Path byId, Path byLabel, Disk disk) throws IOException {
    Path target = Path.of("../..", disk.nodeName());
    for (Path folder : List.of(byId, byLabel)) {
      try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
        for (Path link : links) {
          if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
            Files.deleteIfExists(link);
          }
        }
      }
    }
  }

  /**
   * Makes a disk's node, and links by its other names. The folder may be the instance's own: what
   * stands there is replaced, never followed.
   */
  void makeNode(Path devices, Disk disk) throws IOException {
    BlockDevice device = BlockDevice.at(disk.blockDevice());
    Path node = devices.resolve(disk.nodeName());
    Files.deleteIfExists(node);
    Syscalls.mknod(node, NODE_MODE, device.major(), device.minor());
    Syscalls.chown(node, (int) firstId, (int) firstId + GROUP_DISK);
    for (String alias : disk.aliases()) {
      Path link = devices.resolve(alias);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(disk.nodeName()));
      Syscalls.chown(link, (int) firstId, (int) firstId);
    }
  }

  /** Removes what {@link #makeNode} made. */
  static void removeNode(Path devices, Disk disk) throws IOException {
    Files.deleteIfExists(devices.resolve(disk.nodeName()));
    for (String alias : disk.aliases()) {
      Files.deleteIfExists(devices.resolve(alias));
    }
  }

  /** Lets writers go on that a server which ended meanwhile has kept waiting. */
  static void thaw(InstanceInside inside, Disk disk) {
    for (String point : inside.mountPoints(disk.blockDevice())) {
      try (InstanceInside.Opened opened = inside.open(point)) {
        Ioctl.call("FITHAW", opened.descriptor(), Ioctl.FITHAW, 0);
      } catch (SyscallException e) {
        if (e.errno() != Errno.EINVAL) {
          throw new ComputeException(Reason.FAILED, "Thawing " + point + ": " + e.getMessage(), e);
        }
      }
    }
  }
}
