package croft.drivers.linux.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The master side of a pseudo-terminal (pty(7)); the other side is a device to open. */
public final class PseudoTerminal implements AutoCloseable {
  // asm-generic/ioctls.h
  private static final long TIOCSWINSZ = 0x5414;
  private static final long TIOCGPTN = 0x8004_5430L;
  private static final long TIOCSPTLCK = 0x4004_5431L;
  private static final long TCGETS = 0x5401;

  // asm-generic/termbits.h
  private static final int ICANON = 2;
  private static final int LOCAL_MODES_OFFSET = 12;
  private static final int TERMIOS_BYTES = 64;

  private static final int WINDOW_SIZE_BYTES = 8;
  private static final int BUFFER_BYTES = 8192;

  private static final MethodHandle IOCTL =
      Native.variadicWithErrno(
          "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);

  private final int master;
  private final Path device;
  private boolean open = true;

  private PseudoTerminal(int master, Path device) {
    this.master = master;
    this.device = device;
  }

  public static PseudoTerminal open() {
    int master = Syscalls.open(Path.of("/dev/ptmx"), Flags.O_RDWR | Flags.O_NOCTTY);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      ioctl(master, TIOCSPTLCK, number); // Zero: unlock.
      ioctl(master, TIOCGPTN, number);
      Path device = Path.of("/dev/pts", Integer.toString(number.get(JAVA_INT, 0)));
      return new PseudoTerminal(master, device);
    } catch (SyscallException e) {
      Syscalls.close(master);
      throw e;
    }
  }

  /** The device for the program on the terminal. */
  public Path device() {
    return device;
  }

  public void resize(int columns, int rows) {
    resize(master, columns, rows);
  }

  /** Resizes the terminal a device or an open file is; a SyscallException if it is none. */
  public static void resize(Path device, int columns, int rows) {
    int descriptor = Syscalls.open(device, Flags.O_RDWR | Flags.O_NOCTTY | Flags.O_NONBLOCK);
    try {
      resize(descriptor, columns, rows);
    } finally {
      Syscalls.close(descriptor);
    }
  }

  private static void resize(int descriptor, int columns, int rows) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(WINDOW_SIZE_BYTES, Short.BYTES);
      size.set(JAVA_SHORT, 0, (short) rows);
      size.set(JAVA_SHORT, 2, (short) columns);
      ioctl(descriptor, TIOCSWINSZ, size);
    }
  }

  /** Whether the program takes input as it is typed rather than line by line. */
  public boolean isRaw() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(TERMIOS_BYTES, Integer.BYTES);
      ioctl(master, TCGETS, settings);
      return (settings.get(JAVA_INT, LOCAL_MODES_OFFSET) & ICANON) == 0;
    }
  }

  /**
   * Copies what the program writes until its side is closed by all who had it open. Blocks the
   * thread in the kernel: call it on a platform thread.
   */
  public void copyOutputTo(OutputStream target) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER_BYTES);
      for (int count = read(buffer); count > 0; count = read(buffer)) {
        target.write(buffer.asSlice(0, count).toArray(JAVA_BYTE));
        target.flush();
      }
    }
  }

  private int read(MemorySegment buffer) {
    try {
      return Syscalls.read(master, buffer);
    } catch (SyscallException e) {
      if (e.errno() == Errno.EIO) {
        return 0; // How Linux reports that the other side is closed.
      }
      throw e;
    }
  }

  /** What the program reads as typed. */
  public void type(byte[] bytes, int offset, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(length);
      MemorySegment.copy(bytes, offset, text, JAVA_BYTE, 0, length);
      long written = 0;
      while (written < length) {
        written += Syscalls.write(master, text.asSlice(written));
      }
    }
  }

  /** Hangs up. */
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      Syscalls.close(master);
    }
  }

  private static void ioctl(int descriptor, long request, MemorySegment argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) IOCTL.invokeExact(state, descriptor, request, argument);
      Native.check(result, state, "ioctl", "0x" + Long.toHexString(request));
    } catch (Throwable e) {
      throw Native.unexpected("ioctl", e);
    }
  }
}
