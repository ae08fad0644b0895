package croft.drivers.linux.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Files, namespaces, ownership and signals. Descriptors are plain ints; whoever opens one closes
 * it. Every failure is a {@link SyscallException}.
 */
public final class Syscalls {
  private static final long SYS_OPENAT2 = 437;
  private static final long OPEN_HOW_BYTES = 24;

  private static final MethodHandle OPEN =
      Native.variadicWithErrno(
          "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle OPENAT2 =
      Native.variadicWithErrno(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
          1);
  private static final MethodHandle CLOSE =
      Native.withErrno("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      Native.withErrno("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      Native.withErrno("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle LSEEK =
      Native.withErrno("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle FSYNC =
      Native.withErrno("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle UNSHARE =
      Native.withErrno("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle SETNS =
      Native.withErrno("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle LCHOWN =
      Native.withErrno("lchown", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle CHMOD =
      Native.withErrno("chmod", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle FCHOWN =
      Native.withErrno("fchown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle FCHMOD =
      Native.withErrno("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle MKNOD =
      Native.withErrno("mknod", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG));
  private static final MethodHandle KILL =
      Native.withErrno("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private static final MethodHandle FALLOCATE =
      Native.withErrno(
          "fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));

  /** FALLOC_FL_KEEP_SIZE and FALLOC_FL_PUNCH_HOLE of linux/falloc.h. */
  private static final int PUNCH = 0x01 | 0x02;

  private Syscalls() {}

  /**
   * Gives the blocks of a file's beginning back: it stays as long as it is, and reads as zeros
   * there (fallocate(2)).
   */
  public static void punch(Path file, long length) {
    int descriptor = open(file, Flags.O_WRONLY);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) FALLOCATE.invokeExact(state, descriptor, PUNCH, 0L, length);
      Native.check(result, state, "fallocate", file.toString());
    } catch (Throwable e) {
      throw Native.unexpected("fallocate", e);
    } finally {
      close(descriptor);
    }
  }

  /** A new descriptor; close-on-exec is always set. */
  public static int open(Path path, int flags) {
    return open(path, flags, 0);
  }

  /** A new descriptor; {@code mode} are the permissions of a file that is created. */
  public static int open(Path path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment text = arena.allocateFrom(path.toString());
      int result = (int) OPEN.invokeExact(state, text, flags | Flags.O_CLOEXEC, mode);
      return Native.check(result, state, "open", path.toString());
    } catch (Throwable e) {
      throw Native.unexpected("open", e);
    }
  }

  /**
   * Opens a path as a process would whose root is {@code rootDescriptor}: no symbolic link, {@code
   * ..} or magic link leads out of it (openat2(2), RESOLVE_IN_ROOT).
   */
  public static int openInRoot(int rootDescriptor, String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
      how.set(JAVA_LONG, 0, flags | Flags.O_CLOEXEC);
      how.set(JAVA_LONG, 8, mode);
      how.set(JAVA_LONG, 16, Flags.RESOLVE_IN_ROOT | Flags.RESOLVE_NO_MAGICLINKS);
      MemorySegment text = arena.allocateFrom(path);
      long result =
          (long) OPENAT2.invokeExact(state, SYS_OPENAT2, rootDescriptor, text, how, OPEN_HOW_BYTES);
      return (int) Native.check(result, state, "openat2", path);
    } catch (Throwable e) {
      throw Native.unexpected("openat2", e);
    }
  }

  public static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) CLOSE.invokeExact(state, descriptor);
      Native.check(result, state, "close", "descriptor " + descriptor);
    } catch (Throwable e) {
      throw Native.unexpected("close", e);
    }
  }

  /** The number of bytes read into {@code buffer}; 0 at the end. Blocks the platform thread. */
  public static int read(int descriptor, MemorySegment buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      long result = (long) READ.invokeExact(state, descriptor, buffer, buffer.byteSize());
      return (int) Native.check(result, state, "read", "descriptor " + descriptor);
    } catch (Throwable e) {
      throw Native.unexpected("read", e);
    }
  }

  /** The number of bytes written from {@code buffer}, at least one. */
  public static int write(int descriptor, MemorySegment buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      long result = (long) WRITE.invokeExact(state, descriptor, buffer, buffer.byteSize());
      return (int) Native.check(result, state, "write", "descriptor " + descriptor);
    } catch (Throwable e) {
      throw Native.unexpected("write", e);
    }
  }

  /**
   * Where the next data or hole begins at or after an offset ({@link Flags#SEEK_DATA}, {@link
   * Flags#SEEK_HOLE}); -1 if there is none (lseek(2)).
   */
  public static long seek(int descriptor, long offset, int whence) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      long result = (long) LSEEK.invokeExact(state, descriptor, offset, whence);
      if (result < 0 && Native.errno(state) == Errno.ENXIO) {
        return -1;
      }
      return Native.check(result, state, "lseek", "descriptor " + descriptor);
    } catch (Throwable e) {
      throw Native.unexpected("lseek", e);
    }
  }

  /** Returns once all that was written to an open file or device is on the disk. */
  public static void sync(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) FSYNC.invokeExact(state, descriptor);
      Native.check(result, state, "fsync", "descriptor " + descriptor);
    } catch (Throwable e) {
      throw Native.unexpected("fsync", e);
    }
  }

  /** Gives the calling platform thread new namespaces of its own. */
  public static void unshare(int cloneFlags) {
    NamespaceThread.require("unshare");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) UNSHARE.invokeExact(state, cloneFlags);
      Native.check(result, state, "unshare", "0x" + Integer.toHexString(cloneFlags));
    } catch (Throwable e) {
      throw Native.unexpected("unshare", e);
    }
  }

  /** Moves the calling platform thread into a namespace, given by a descriptor of it. */
  public static void setns(int descriptor, int cloneFlag) {
    NamespaceThread.require("setns");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) SETNS.invokeExact(state, descriptor, cloneFlag);
      Native.check(result, state, "setns", "descriptor " + descriptor);
    } catch (Throwable e) {
      throw Native.unexpected("setns", e);
    }
  }

  /** As {@link #setns(int, int)}, by the namespace's path, such as {@code /run/netns/x}. */
  public static void enter(Path namespace, int cloneFlag) {
    int descriptor = open(namespace, Flags.O_RDONLY);
    try {
      setns(descriptor, cloneFlag);
    } finally {
      close(descriptor);
    }
  }

  /** Owner and group of the path itself, never of what a symbolic link points to. */
  public static void chown(Path path, int userId, int groupId) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment text = arena.allocateFrom(path.toString());
      int result = (int) LCHOWN.invokeExact(state, text, userId, groupId);
      Native.check(result, state, "lchown", path.toString());
    } catch (Throwable e) {
      throw Native.unexpected("lchown", e);
    }
  }

  /** Permissions of what a path leads to, links followed; the file is not opened. */
  public static void chmod(Path path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) CHMOD.invokeExact(state, arena.allocateFrom(path.toString()), mode);
      Native.check(result, state, "chmod", path.toString());
    } catch (Throwable e) {
      throw Native.unexpected("chmod", e);
    }
  }

  /** Owner, group and permissions of an open file. */
  public static void setOwnerAndMode(int descriptor, int userId, int groupId, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      String subject = "descriptor " + descriptor;
      int owned = (int) FCHOWN.invokeExact(state, descriptor, userId, groupId);
      Native.check(owned, state, "fchown", subject);
      // After fchown, which drops the set-user-id bits.
      int permitted = (int) FCHMOD.invokeExact(state, descriptor, mode);
      Native.check(permitted, state, "fchmod", subject);
    } catch (Throwable e) {
      throw Native.unexpected("fchown", e);
    }
  }

  /** A device node; {@code mode} is a type such as {@link Flags#S_IFBLK} with permissions. */
  public static void mknod(Path path, int mode, int major, int minor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment text = arena.allocateFrom(path.toString());
      int result = (int) MKNOD.invokeExact(state, text, mode, device(major, minor));
      Native.check(result, state, "mknod", path.toString());
    } catch (Throwable e) {
      throw Native.unexpected("mknod", e);
    }
  }

  /** glibc's makedev(3). */
  static long device(int major, int minor) {
    return ((major & 0xfffL) << 8)
        | (minor & 0xffL)
        | ((minor & 0xffffff00L) << 12)
        | ((major & 0xfffff000L) << 32);
  }

  /** Sends a signal; false if there is no such process. */
  public static boolean kill(int processId, int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) KILL.invokeExact(state, processId, signal);
      if (result < 0 && Native.errno(state) == Errno.ESRCH) {
        return false;
      }
      Native.check(result, state, "kill", "process " + processId);
      return true;
    } catch (Throwable e) {
      throw Native.unexpected("kill", e);
    }
  }
}
