package croft.drivers.linux.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** What hides a lower layer of an overlay (the kernel's filesystems/overlayfs.rst). Needs root. */
public final class OverlayMarks {
  private static final MethodHandle LSETXATTR =
      Native.withErrno(
          "lsetxattr",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));

  private static final MethodHandle LGETXATTR =
      Native.withErrno(
          "lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));

  private OverlayMarks() {}

  /** Whether the path is a {@link #whiteout}. */
  public static boolean isWhiteout(Path path) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(path, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
    return found.get("mode") instanceof Integer mode
        && (mode & Flags.S_IFMT) == Flags.S_IFCHR
        && found.get("rdev") instanceof Long device
        && device == 0;
  }

  /** Whether the directory is {@link #opaque}. */
  public static boolean isOpaque(Path directory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment value = arena.allocate(1);
      long length =
          (long)
              LGETXATTR.invokeExact(
                  state,
                  arena.allocateFrom(directory.toString()),
                  arena.allocateFrom("trusted.overlay.opaque"),
                  value,
                  1L);
      return length == 1 && value.get(JAVA_BYTE, 0) == 'y';
    } catch (Throwable e) {
      throw Native.unexpected("lgetxattr", e);
    }
  }

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
