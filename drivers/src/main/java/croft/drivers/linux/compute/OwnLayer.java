package croft.drivers.linux.compute;

import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Ioctl;
import croft.drivers.linux.syscall.Mounts;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import croft.drivers.linux.syscall.UserNamespace;
import croft.drivers.linux.volume.LoopDevices;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an instance writes, within reach as long as this is open: a folder of the host's, or one on
 * the disk of a root with a size. Such a disk is mounted in private mount namespaces only, of an
 * instance that starts or is read; its loop device goes with the last of them, so a killed server
 * leaves neither.
 */
final class OwnLayer implements AutoCloseable {
  private static final String OPTIONS = "errors=remount-ro,noinit_itable,discard";
  private static final int EXT4_BLOCK_BYTES = 4096;

  private final InstanceFolder folder;
  private final Stage stage;
  private final Optional<LoopDevices.Opened> device;

  private OwnLayer(InstanceFolder folder, Stage stage, Optional<LoopDevices.Opened> device) {
    this.folder = folder;
    this.stage = stage;
    this.device = device;
  }

  /** Opens it on the host's side, before the calling thread has a mount namespace of its own. */
  static OwnLayer open(InstanceFolder folder, Stage stage) throws IOException {
    Optional<RootDisk> disk = RootDisk.of(folder);
    if (disk.isEmpty()) {
      return new OwnLayer(folder, stage, Optional.empty());
    }
    if (disk.get().mounted().isEmpty()) {
      disk.get().settle();
    }
    return new OwnLayer(folder, stage, Optional.of(disk.get().open()));
  }

  /** The block device that is written to beside the host's, if there is one. */
  Optional<Path> blockDevice() {
    return device.map(LoopDevices.Opened::device);
  }

  /** Mounts the disk, if it is on one, on the stage, which is mounted. */
  void mount() {
    if (device.isPresent()) {
      String source = device.get().device().toString();
      Mounts.mount(source, stage.disk(), "ext4", Flags.MS_NODEV, OPTIONS);
    }
  }

  /** The overlay's upper directory. */
  Path upper() {
    return device.isPresent() ? stage.disk().resolve("upper") : folder.upper();
  }

  /**
   * {@link #upper} with owners as the instance sees them, which the kernel shifts back.
   *
   * @param firstId the host's id of the instance's root
   */
  Path unmapped(long firstId) {
    if (firstId == 0) {
      return upper();
    }
    try (UserNamespace namespace = UserNamespace.unmapping(firstId, IdRanges.SIZE)) {
      Mounts.bindMapped(upper(), stage.image(), namespace.descriptor());
    }
    return stage.image();
  }

  /** The overlay's own work directory, beside {@link #upper}. */
  Path work() {
    return device.isPresent() ? stage.disk().resolve("work") : folder.work();
  }

  /** Lets the mounted file system fill its disk; whether the kernel allows that to this process. */
  boolean grow(long bytes) {
    int opened = Syscalls.open(stage.disk(), Flags.O_RDONLY);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment blocks = arena.allocateFrom(ValueLayout.JAVA_LONG, bytes / EXT4_BLOCK_BYTES);
      Ioctl.call("EXT4_RESIZE", opened, Ioctl.EXT4_IOC_RESIZE_FS, blocks);
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.EPERM) {
        return false; // It takes CAP_SYS_RESOURCE.
      }
      throw e;
    } finally {
      Syscalls.close(opened);
    }
  }

  @Override
  public void close() {
    device.ifPresent(LoopDevices.Opened::close);
  }
}
