package croft.drivers.linux.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Requests to devices and file systems (ioctl(2)). Every failure is a {@link SyscallException}. */
public final class Ioctl {
  // linux/loop.h
  public static final long LOOP_CLR_FD = 0x4C01;
  public static final long LOOP_GET_STATUS64 = 0x4C05;
  public static final long LOOP_SET_CAPACITY = 0x4C07;
  public static final long LOOP_CONFIGURE = 0x4C0A;
  public static final long LOOP_CTL_ADD = 0x4C80;
  public static final long LOOP_CTL_GET_FREE = 0x4C82;

  // linux/fs.h
  public static final long FICLONE = 0x40049409L;
  public static final long FIFREEZE = 0xC0045877L;
  public static final long FITHAW = 0xC0045878L;
  public static final long FS_IOC_SHUTDOWN = 0x8004587DL;

  /** Of ext4: its argument is the new number of blocks, 8 bytes. */
  public static final long EXT4_IOC_RESIZE_FS = 0x40086610L;

  /** Of XFS: the new number of blocks, 8 bytes, and the percentage for inodes, 4 bytes. */
  public static final long XFS_IOC_FSGROWFSDATA = 0x4010586EL;

  /** For {@link #FS_IOC_SHUTDOWN}: the journal is not written either. */
  public static final int SHUTDOWN_NO_LOG_FLUSH = 2;

  private static final MethodHandle WITH_NUMBER =
      Native.variadicWithErrno(
          "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), 2);
  private static final MethodHandle WITH_MEMORY =
      Native.variadicWithErrno(
          "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);

  private Ioctl() {}

  /** A request whose argument is a number; its result. */
  public static int call(String name, int descriptor, long request, long argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) WITH_NUMBER.invokeExact(state, descriptor, request, argument);
      return Native.check(result, state, "ioctl " + name, "descriptor " + descriptor);
    } catch (Throwable e) {
      throw Native.unexpected("ioctl " + name, e);
    }
  }

  /** A request whose argument is a structure, which it may change; its result. */
  public static int call(String name, int descriptor, long request, MemorySegment argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) WITH_MEMORY.invokeExact(state, descriptor, request, argument);
      return Native.check(result, state, "ioctl " + name, "descriptor " + descriptor);
    } catch (Throwable e) {
      throw Native.unexpected("ioctl " + name, e);
    }
  }

  /** A request whose argument is the address of one int; its result. */
  public static int callWithInt(String name, int descriptor, long request, int argument) {
    try (Arena arena = Arena.ofConfined()) {
      return call(name, descriptor, request, arena.allocateFrom(JAVA_INT, argument));
    }
  }
}
