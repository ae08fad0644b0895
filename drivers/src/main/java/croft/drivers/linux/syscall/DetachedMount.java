package croft.drivers.linux.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A file system that is mounted nowhere yet: it goes when this is closed, unless it was moved to a
 * place (fsopen(2), fsconfig(2), fsmount(2), move_mount(2)).
 */
public final class DetachedMount implements AutoCloseable {
  /** Attributes of a mount, linux/mount.h. */
  public static final int READ_ONLY = 0x1;

  public static final int NO_SET_USER_ID = 0x2;
  public static final int NO_DEVICES = 0x4;
  public static final int NO_EXECUTION = 0x8;
  public static final int NO_ACCESS_TIME = 0x10;
  public static final int NO_DIRECTORY_ACCESS_TIME = 0x80;

  private static final long SYS_MOVE_MOUNT = 429;
  private static final long SYS_FSOPEN = 430;
  private static final long SYS_FSCONFIG = 431;
  private static final long SYS_FSMOUNT = 432;
  private static final int CLOSE_ON_EXEC = 1;
  private static final int SET_FLAG = 0;
  private static final int SET_STRING = 1;
  private static final int CREATE = 6;
  private static final int FROM_EMPTY_PATH_TO_EMPTY_PATH = 0x44;
  private static final int LONGEST_MESSAGE_BYTES = 1024;

  private static final MethodHandle FSOPEN =
      Native.variadicWithErrno(
          "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT), 1);
  private static final MethodHandle FSCONFIG =
      Native.variadicWithErrno(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
          1);
  private static final MethodHandle FSMOUNT =
      Native.variadicWithErrno(
          "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT), 1);
  private static final MethodHandle MOVE_MOUNT =
      Native.variadicWithErrno(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT),
          1);

  private final int descriptor;

  private DetachedMount(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Opens the file system on a device.
   *
   * @param source the device as the calling thread sees it; shown as the mount's source
   * @param attributes of the mount, of the constants here
   * @param options of the file system; an empty value is a flag
   */
  public static DetachedMount open(
      String type, String source, int attributes, Map<String, String> options) {
    int context = fsopen(type);
    try {
      configure(context, SET_STRING, "source", source);
      options.forEach(
          (key, value) -> configure(context, value.isEmpty() ? SET_FLAG : SET_STRING, key, value));
      configure(context, CREATE, "", "");
      return new DetachedMount(fsmount(context, attributes));
    } finally {
      Syscalls.close(context);
    }
  }

  /** Shows its files as the user namespace maps their owners. */
  public void mapOwners(int userNamespaceDescriptor) {
    Mounts.mapOwners(descriptor, userNamespaceDescriptor);
  }

  /** Puts it over a directory, which must be in the calling thread's mount namespace. */
  public void moveOver(int directoryDescriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment empty = arena.allocateFrom("");
      long result =
          (long)
              MOVE_MOUNT.invokeExact(
                  state,
                  SYS_MOVE_MOUNT,
                  descriptor,
                  empty,
                  directoryDescriptor,
                  empty,
                  FROM_EMPTY_PATH_TO_EMPTY_PATH);
      Native.check(result, state, "move_mount", "descriptor " + directoryDescriptor);
    } catch (Throwable e) {
      throw Native.unexpected("move_mount", e);
    }
  }

  @Override
  public void close() {
    Syscalls.close(descriptor);
  }

  private static int fsopen(String type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      long result =
          (long) FSOPEN.invokeExact(state, SYS_FSOPEN, arena.allocateFrom(type), CLOSE_ON_EXEC);
      return (int) Native.check(result, state, "fsopen", type);
    } catch (Throwable e) {
      throw Native.unexpected("fsopen", e);
    }
  }

  private static void configure(int context, int command, String key, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment name = command == CREATE ? MemorySegment.NULL : arena.allocateFrom(key);
      MemorySegment text = command == SET_STRING ? arena.allocateFrom(value) : MemorySegment.NULL;
      long result =
          (long) FSCONFIG.invokeExact(state, SYS_FSCONFIG, context, command, name, text, 0);
      if (result < 0) {
        int errno = Native.errno(state);
        throw new SyscallException("fsconfig", key + message(context, arena), errno);
      }
    } catch (Throwable e) {
      throw Native.unexpected("fsconfig", e);
    }
  }

  /** What the kernel says of a refusal, if anything. */
  private static String message(int context, Arena arena) {
    MemorySegment buffer = arena.allocate(LONGEST_MESSAGE_BYTES);
    try {
      int length = Syscalls.read(context, buffer);
      byte[] text = buffer.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
      return " " + new String(text, StandardCharsets.UTF_8).strip();
    } catch (SyscallException nothingToSay) {
      return "";
    }
  }

  private static int fsmount(int context, int attributes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      long result =
          (long) FSMOUNT.invokeExact(state, SYS_FSMOUNT, context, CLOSE_ON_EXEC, attributes);
      return (int) Native.check(result, state, "fsmount", "descriptor " + context);
    } catch (Throwable e) {
      throw Native.unexpected("fsmount", e);
    }
  }
}
