package croft.drivers.linux.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** What hides a lower layer of an overlay (the kernel's filesystems/overlayfs.rst). Needs root. */
public final class OverlayMarks {
  private static final MethodHandle LSETXATTR =
      Native.withErrno(
          "lsetxattr",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));

  private OverlayMarks() {}

  /** Nothing below shows at this path: it does not exist. */
  public static void whiteout(Path path) {
    Syscalls.mknod(path, Flags.S_IFCHR, 0, 0);
  }

  /** Nothing below shows inside this directory. */
  public static void opaque(Path directory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result =
          (int)
              LSETXATTR.invokeExact(
                  state,
                  arena.allocateFrom(directory.toString()),
                  arena.allocateFrom("trusted.overlay.opaque"),
                  arena.allocateFrom("y"),
                  1L,
                  0);
      Native.check(result, state, "lsetxattr", directory.toString());
    } catch (Throwable e) {
      throw Native.unexpected("lsetxattr", e);
    }
  }
}
