package croft.drivers.linux.compute;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.Disk;
import croft.drivers.linux.compute.LinuxMachine.BlockDevice;
import croft.drivers.linux.syscall.DetachedMount;
import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Ioctl;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The mount namespace of a running instance, as the host's root reaches into it. Whatever path is
 * given was chosen inside, so none is ever walked as the host's own: each is opened below the
 * instance's root.
 */
final class InstanceInside {
  private final String id;
  private final ProcessIdentity first;
  private final Path process;

  InstanceInside(String id, ProcessIdentity first) {
    this.id = id;
    this.first = first;
    this.process = Path.of("/proc", Integer.toString(first.processId()));
  }

  /** A path opened inside. */
  record Opened(int descriptor) implements AutoCloseable {
    /** The same path for calls that take one; no link is left on the way. */
    Path path() {
      return Path.of("/proc/self/fd", Integer.toString(descriptor));
    }

    @Override
    public void close() {
      Syscalls.close(descriptor);
    }
  }

  /** Opens a path for reading. */
  Opened open(String path) {
    return open(path, Flags.O_RDONLY | Flags.O_NONBLOCK);
  }

  private Opened open(String path, int flags) {
    int root = Syscalls.open(process.resolve("root"), Flags.O_PATH);
    try {
      requireAlive();
      return new Opened(Syscalls.openInRoot(root, path, flags, 0));
    } finally {
      Syscalls.close(root);
    }
  }

  private void requireAlive() {
    if (!first.isAlive()) {
      throw ComputeException.notRunning(id);
    }
  }

  /** Makes a disk's node in the running instance. */
  void addNode(InstanceDisks disks, Disk disk) throws IOException {
    try (Opened devices = open("/dev", Flags.O_PATH)) {
      disks.makeNode(devices.path(), disk);
    }
    addLinks(disks, disk);
  }

  /** Links by what is on a disk now; only where the instance left the folders for them. */
  void addLinks(InstanceDisks disks, Disk disk) throws IOException {
    try (Opened byId = open("/dev/" + InstanceDisks.BY_ID, Flags.O_PATH);
        Opened byLabel = open("/dev/" + InstanceDisks.BY_LABEL, Flags.O_PATH)) {
      disks.link(byId.path(), byLabel.path(), disk);
    } catch (SyscallException e) {
      requireAlive();
    }
  }

  /** Removes it. */
  void removeNode(Disk disk) throws IOException {
    try (Opened devices = open("/dev", Flags.O_PATH)) {
      InstanceDisks.removeNode(devices.path(), disk);
    }
    try (Opened byId = open("/dev/" + InstanceDisks.BY_ID, Flags.O_PATH);
        Opened byLabel = open("/dev/" + InstanceDisks.BY_LABEL, Flags.O_PATH)) {
      InstanceDisks.unlink(byId.path(), byLabel.path(), disk);
    } catch (SyscallException e) {
      requireAlive();
    }
  }

  /** Lets the file system that is mounted somewhere take all of its disk. */
  void grow(Disk disk, String point) throws IOException {
    if (!mountPoints(disk.blockDevice()).contains(point)) {
      throw MountRequests.refused(disk.deviceName() + " is not mounted at " + point);
    }
    DiskSignature signature =
        DiskSignature.read(disk.blockDevice())
            .orElseThrow(() -> MountRequests.refused("nothing on it that could grow"));
    long sizeBytes;
    try (FileChannel channel = FileChannel.open(disk.blockDevice(), StandardOpenOption.READ)) {
      sizeBytes = channel.size();
    }
    long blocks = sizeBytes / signature.blockBytes();
    try (Opened opened = open(point);
        Arena arena = Arena.ofConfined()) {
      MemorySegment argument = arena.allocate(2 * Long.BYTES, Long.BYTES);
      argument.set(JAVA_LONG, 0, blocks);
      argument.set(JAVA_INT, Long.BYTES, signature.mostInodesPercent());
      switch (signature.type()) {
        case EXT ->
            Ioctl.call("EXT4_RESIZE", opened.descriptor(), Ioctl.EXT4_IOC_RESIZE_FS, argument);
        case XFS ->
            Ioctl.call("XFS_GROW", opened.descriptor(), Ioctl.XFS_IOC_FSGROWFSDATA, argument);
      }
    } catch (SyscallException e) {
      if (e.errno() == Errno.EPERM) {
        throw MountRequests.refused(
            "growing what is mounted takes CAP_SYS_RESOURCE, which Croft's server has not here:"
                + " unmount it, grow it, mount it again");
      }
      throw e;
    }
  }

  /** Where file systems on a device are mounted, the last one first. */
  List<String> mountPoints(Path blockDevice) {
    try {
      BlockDevice device = BlockDevice.at(blockDevice);
      String number = device.major() + ":" + device.minor();
      List<String> points = new ArrayList<>();
      for (String line : Files.readAllLines(process.resolve("mountinfo"))) {
        String[] fields = line.split(" ", 6);
        if (fields.length > 4 && fields[2].equals(number)) {
          points.addFirst(unescaped(fields[4]));
        }
      }
      return points;
    } catch (IOException e) {
      return List.of(); // Its processes end, and with them its mounts; or the device is gone.
    }
  }

  /** proc(5): space, tab, newline and backslash stand as three octal digits. */
  static String unescaped(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /** Takes a device's file systems away from whoever uses them, and what is not written yet. */
  void abandon(Path blockDevice) {
    for (String point : mountPoints(blockDevice)) {
      try (Opened opened = open(point)) {
        Ioctl.callWithInt(
            "SHUTDOWN", opened.descriptor(), Ioctl.FS_IOC_SHUTDOWN, Ioctl.SHUTDOWN_NO_LOG_FLUSH);
      } catch (SyscallException e) {
        // A file system that cannot be shut down, or is: taking its mount away must do.
      }
      unmount(point);
    }
  }

  private void unmount(String point) {
    enterAnd(
        "unmounting " + point,
        () -> {
          try {
            Mounts.unmount(Path.of(point), Flags.MNT_DETACH | Flags.UMOUNT_NOFOLLOW);
          } catch (SyscallException e) {
            if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
              throw e;
            }
          }
          return point;
        });
  }

  /**
   * Mounts a disk's file system over a directory of the instance's, as the request says.
   *
   * @param mapped whether its ids are not the host's
   */
  void mount(Disk disk, MountRequest request, boolean mapped) {
    BlockDevice device = device(disk);
    try (Opened target = open(request.target(), Flags.O_PATH);
        Opened owners = new Opened(Syscalls.open(process.resolve("ns/user"), Flags.O_RDONLY));
        Opened place = new Opened(Syscalls.open(process.resolve("ns/mnt"), Flags.O_RDONLY))) {
      requireAlive();
      onThread(
          "mounting " + request.source(),
          () -> {
            // The source's name inside, but made here: nothing inside decides what it leads to.
            Mounts.unsharePrivately();
            Mounts.mount("tmpfs", Path.of("/dev"), "tmpfs", Flags.MS_NOSUID, "mode=700,size=64k");
            Path node = Path.of("/dev", disk.nodeName());
            Syscalls.mknod(node, Flags.S_IFBLK | 0600, device.major(), device.minor());
            try (DetachedMount mount =
                DetachedMount.open(
                    request.type(),
                    node.toString(),
                    request.attributes(disk.readOnly()),
                    request.fileSystemOptions(disk.readOnly()))) {
              if (mapped) {
                mount.mapOwners(owners.descriptor());
              }
              Syscalls.setns(place.descriptor(), Flags.CLONE_NEWNS);
              mount.moveOver(target.descriptor());
            }
            return id;
          });
    }
  }

  private static BlockDevice device(Disk disk) {
    try {
      return BlockDevice.at(disk.blockDevice());
    } catch (IOException e) {
      throw new ComputeException(
          Reason.FAILED, "The disk " + disk.deviceName() + " is not there: " + e.getMessage(), e);
    }
  }

  /** Runs work in the instance's mount namespace. */
  private void enterAnd(String doing, Callable<String> work) {
    try (Opened place = new Opened(Syscalls.open(process.resolve("ns/mnt"), Flags.O_RDONLY))) {
      requireAlive();
      onThread(
          doing,
          () -> {
            Syscalls.unshare(Flags.CLONE_FS);
            Syscalls.setns(place.descriptor(), Flags.CLONE_NEWNS);
            return work.call();
          });
    }
  }

  private void onThread(String doing, Callable<String> work) {
    try {
      NamespaceThread.call(doing, work);
    } catch (InterruptedException e) {
      throw ComputeException.interrupted(doing, e);
    } catch (ComputeException e) {
      throw e;
    } catch (Exception e) {
      throw new ComputeException(Reason.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}
