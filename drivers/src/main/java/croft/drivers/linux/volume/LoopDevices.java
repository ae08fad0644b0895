package croft.drivers.linux.volume;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import croft.drivers.linux.syscall.Errno;
import croft.drivers.linux.syscall.Flags;
import croft.drivers.linux.syscall.Ioctl;
import croft.drivers.linux.syscall.SyscallException;
import croft.drivers.linux.syscall.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kernel's loop devices (loop(4)): block devices over files. */
public final class LoopDevices {
  private static final Path CONTROL = Path.of("/dev/loop-control");
  private static final int MAJOR = 7;
  private static final int TRIES = 64;

  // struct loop_config, linux/loop.h
  private static final long CONFIG_BYTES = 304;
  private static final long INFO_BYTES = 232;
  private static final long INFO_OFFSET = 8;
  private static final long INFO_FLAGS_OFFSET = 52;
  private static final int AUTOMATIC_CLEAR = 4;

  private LoopDevices() {}

  /** Devices over files below a folder, by the file; one whose file is gone too. */
  public static Map<Path, Path> over(Path folder) throws IOException {
    Map<Path, Path> found = new TreeMap<>();
    Path blocks = Path.of("/sys/block");
    if (!Files.isDirectory(blocks)) {
      return found; // Not a Linux, such as where Docker runs the instances.
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(blocks, "loop*")) {
      for (Path entry : entries) {
        Path backing = entry.resolve("loop/backing_file");
        if (Files.exists(backing)) {
          String file = read(backing).replaceFirst(" \\(deleted\\)$", "");
          if (!file.isEmpty() && Path.of(file).startsWith(folder)) {
            found.put(Path.of(file), Path.of("/dev", String.valueOf(entry.getFileName())));
          }
        }
      }
    }
    return found;
  }

  /** The file a loop device stands over; empty for one that is free, and for other devices. */
  public static Optional<Path> backing(Path device) {
    Path file = Path.of("/sys/block").resolve(device.getFileName()).resolve("loop/backing_file");
    String found = Files.exists(file) ? read(file) : "";
    return found.isEmpty() ? Optional.empty() : Optional.of(Path.of(found));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return ""; // It was let go meanwhile.
    }
  }

  /** A device that is open; closing it gives nothing back that is still mounted. */
  public record Opened(Path device, int descriptor) implements AutoCloseable {
    @Override
    public void close() {
      Syscalls.close(descriptor);
    }
  }

  /**
   * Opens the device over a file, a free one if there is none. It goes by itself once nobody has it
   * open or mounted any more, however they ended.
   */
  public static Opened openWhileUsed(Path file) throws IOException {
    Path there = over(file).get(file);
    if (there != null) {
      int opened = Syscalls.open(there, Flags.O_RDWR);
      if (isBound(opened)) {
        return new Opened(there, opened);
      }
      Syscalls.close(opened);
    }
    int backing = Syscalls.open(file, Flags.O_RDWR);
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        Path device = free();
        int opened = Syscalls.open(device, Flags.O_RDWR);
        if (configure(opened, backing, AUTOMATIC_CLEAR)) {
          return new Opened(device, opened);
        }
        Syscalls.close(opened);
      }
      throw new IOException("other programs take every free loop device");
    } finally {
      Syscalls.close(backing);
    }
  }

  /** Whether a device, now that it is open, still stands over a file. */
  private static boolean isBound(int opened) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(INFO_BYTES, Long.BYTES);
      Ioctl.call("LOOP_GET_STATUS64", opened, Ioctl.LOOP_GET_STATUS64, info);
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENXIO) {
        return false;
      }
      throw e;
    }
  }

  /** Opens a free device over a file. */
  static Path attach(Path file) throws IOException {
    int backing = Syscalls.open(file, Flags.O_RDWR);
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        Path device = free();
        int opened = Syscalls.open(device, Flags.O_RDWR);
        try {
          if (configure(opened, backing, 0)) {
            return device;
          }
        } finally {
          Syscalls.close(opened);
        }
      }
      throw new IOException("other programs take every free loop device");
    } finally {
      Syscalls.close(backing);
    }
  }

  private static Path free() {
    int control = Syscalls.open(CONTROL, Flags.O_RDWR);
    try {
      int number = Ioctl.call("LOOP_CTL_GET_FREE", control, Ioctl.LOOP_CTL_GET_FREE, 0);
      Path device = Path.of("/dev/loop" + number);
      if (!Files.exists(device)) {
        // Where nothing makes nodes for new devices.
        Syscalls.mknod(device, Flags.S_IFBLK | 0660, MAJOR, number);
      }
      return device;
    } finally {
      Syscalls.close(control);
    }
  }

  /** Whether it was still free. */
  private static boolean configure(int opened, int backing, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment config = arena.allocate(CONFIG_BYTES, Long.BYTES);
      config.set(JAVA_INT, 0, backing);
      config.set(JAVA_INT, INFO_OFFSET + INFO_FLAGS_OFFSET, flags);
      Ioctl.call("LOOP_CONFIGURE", opened, Ioctl.LOOP_CONFIGURE, config);
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.EBUSY) {
        return false;
      }
      throw e;
    }
  }

  /** Whether a device was let go, but for somebody who still has it open. */
  static boolean isLeaving(Path device) {
    int opened = Syscalls.open(device, Flags.O_RDONLY);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(INFO_BYTES, Long.BYTES);
      Ioctl.call("LOOP_GET_STATUS64", opened, Ioctl.LOOP_GET_STATUS64, info);
      return (info.get(JAVA_INT, INFO_FLAGS_OFFSET) & AUTOMATIC_CLEAR) != 0;
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENXIO) {
        return false;
      }
      throw e;
    } finally {
      Syscalls.close(opened);
    }
  }

  /** Lets a device go: at once, or when the last one that has it open closes it. */
  static void detach(Path device) {
    int opened = Syscalls.open(device, Flags.O_RDONLY);
    try {
      Ioctl.call("LOOP_CLR_FD", opened, Ioctl.LOOP_CLR_FD, 0);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENXIO) {
        throw e;
      }
    } finally {
      Syscalls.close(opened);
    }
  }

  /** Takes notice that the file has another size. */
  public static void resize(Path device) {
    int opened = Syscalls.open(device, Flags.O_RDONLY);
    try {
      Ioctl.call("LOOP_SET_CAPACITY", opened, Ioctl.LOOP_SET_CAPACITY, 0);
    } finally {
      Syscalls.close(opened);
    }
  }
}
