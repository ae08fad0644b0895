package croft.drivers.linux.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A user namespace that maps its ids 0 to {@code size - 1} to the host's ids from {@code firstId}
 * on, as a descriptor; open until {@link #close}. Mounts made with it keep their mapping.
 */
public final class UserNamespace implements AutoCloseable {
  private static final long STACK_BYTES = 64 << 10;

  /** Longer than the mapping takes; should this process die meanwhile, the child soon ends. */
  private static final long CHILD_LIFE_SECONDS = 10;

  private static final MethodHandle CLONE =
      Native.variadicWithErrno(
          "clone", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS), 4);
  private static final MethodHandle WAITPID =
      Native.withErrno("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private final int descriptor;

  private UserNamespace(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Makes one. A process with threads cannot unshare its user namespace, so a child is cloned into
   * it for a moment; all the child ever does is sleep(3), no code of this runtime runs in it.
   */
  public static UserNamespace mapping(long firstId, int size) {
    return mapping(0, firstId, size);
  }

  /**
   * One that maps the other way: its ids from {@code firstId} on are the host's from 0 on. A mount
   * made with it shows as root's what belongs to {@code firstId} on disk.
   */
  public static UserNamespace unmapping(long firstId, int size) {
    return mapping(firstId, 0, size);
  }

  private static UserNamespace mapping(long firstInside, long firstOutside, int size) {
    int child = cloneSleeping();
    try {
      String mapping = firstInside + " " + firstOutside + " " + size;
      Path process = Path.of("/proc", Integer.toString(child));
      Files.writeString(process.resolve("uid_map"), mapping, StandardOpenOption.WRITE);
      Files.writeString(process.resolve("gid_map"), mapping, StandardOpenOption.WRITE);
      return new UserNamespace(Syscalls.open(process.resolve("ns/user"), Flags.O_RDONLY));
    } catch (IOException e) {
      throw new UncheckedIOException("Mapping the ids of a user namespace", e);
    } finally {
      Syscalls.kill(child, Flags.SIGKILL);
      waitFor(child);
    }
  }

  /** For {@link Mounts#bindMapped}. */
  public int descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    Syscalls.close(descriptor);
  }

  private static int cloneSleeping() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment stack = arena.allocate(STACK_BYTES, 16);
      // The child has a copy of this memory, so the arena may close before the child ends.
      MemorySegment top = stack.asSlice(STACK_BYTES);
      MemorySegment sleep = Native.address("sleep");
      MemorySegment seconds = MemorySegment.ofAddress(CHILD_LIFE_SECONDS);
      int flags = Flags.CLONE_NEWUSER | Flags.SIGCHLD;
      int child = (int) CLONE.invokeExact(state, sleep, top, flags, seconds);
      return Native.check(child, state, "clone", "a user namespace");
    } catch (Throwable e) {
      throw Native.unexpected("clone", e);
    }
  }

  private static void waitFor(int child) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result;
      do {
        result = (int) WAITPID.invokeExact(state, child, MemorySegment.NULL, 0);
      } while (result < 0 && Native.errno(state) == Errno.EINTR);
      Native.check(result, state, "waitpid", "process " + child);
    } catch (Throwable e) {
      throw Native.unexpected("waitpid", e);
    }
  }
}
