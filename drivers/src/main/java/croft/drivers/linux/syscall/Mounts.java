package croft.drivers.linux.syscall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Mounts in the calling thread's mount namespace (mount(2), open_tree(2), mount_setattr(2)). */
public final class Mounts {
  // The same on every architecture: numbers from 424 on are shared.
  private static final long SYS_OPEN_TREE = 428;
  private static final long SYS_MOVE_MOUNT = 429;
  private static final long SYS_MOUNT_SETATTR = 442;

  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int OPEN_TREE_CLONE = 1;
  private static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
  private static final long MOUNT_ATTR_IDMAP = 0x100000;
  private static final long MOUNT_ATTR_BYTES = 32;

  private static final MethodHandle MOUNT =
      Native.withErrno(
          "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle UMOUNT2 =
      Native.withErrno("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle OPEN_TREE =
      Native.variadicWithErrno(
          "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), 1);
  private static final MethodHandle MOVE_MOUNT =
      Native.variadicWithErrno(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT),
          1);
  private static final MethodHandle MOUNT_SETATTR =
      Native.variadicWithErrno(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG),
          1);

  private Mounts() {}

  /** mount(2) of a new file system. {@code data} are its options, comma-separated. */
  public static void mount(String source, Path target, String type, long flags, String data) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result =
          (int)
              MOUNT.invokeExact(
                  state,
                  arena.allocateFrom(source),
                  arena.allocateFrom(target.toString()),
                  arena.allocateFrom(type),
                  flags,
                  arena.allocateFrom(data));
      Native.check(result, state, "mount", type + " on " + target);
    } catch (Throwable e) {
      throw Native.unexpected("mount", e);
    }
  }

  /** Shows {@code source}, a file or a directory, at {@code target} too. */
  public static void bind(Path source, Path target) {
    mount(source.toString(), target, "none", Flags.MS_BIND, "");
  }

  /**
   * Gives the calling platform thread a mount namespace of its own, nothing of which is seen
   * outside it.
   */
  public static void unsharePrivately() {
    Syscalls.unshare(Flags.CLONE_NEWNS);
    mount("none", Path.of("/"), "none", Flags.MS_REC | Flags.MS_PRIVATE, "");
  }

  /** umount2(2); {@code flags} may be {@link Flags#MNT_DETACH}. */
  public static void unmount(Path target, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      int result = (int) UMOUNT2.invokeExact(state, arena.allocateFrom(target.toString()), flags);
      Native.check(result, state, "umount2", target.toString());
    } catch (Throwable e) {
      throw Native.unexpected("umount2", e);
    }
  }

  /**
   * Shows {@code source} (without what is mounted below it) at {@code target} with its owners
   * shifted as the user namespace maps them: what belongs to 0 on disk belongs to the namespace's
   * root there. Needs Linux 5.12 and a file system that allows it.
   */
  public static void bindMapped(Path source, Path target, int userNamespaceDescriptor) {
    int tree = openTree(source);
    try {
      mapOwners(tree, userNamespaceDescriptor);
      moveTo(tree, target);
    } finally {
      Syscalls.close(tree);
    }
  }

  /** A detached copy of the mount at a path, as a descriptor. */
  static int openTree(Path source) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment path = arena.allocateFrom(source.toString());
      int flags = OPEN_TREE_CLONE | Flags.O_CLOEXEC;
      long result = (long) OPEN_TREE.invokeExact(state, SYS_OPEN_TREE, AT_FDCWD, path, flags);
      return (int) Native.check(result, state, "open_tree", source.toString());
    } catch (Throwable e) {
      throw Native.unexpected("open_tree", e);
    }
  }

  /** Sets the owner mapping of a detached mount. */
  static void mapOwners(int tree, int userNamespaceDescriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment attributes = arena.allocate(MOUNT_ATTR_BYTES, Long.BYTES);
      attributes.set(JAVA_LONG, 0, MOUNT_ATTR_IDMAP);
      attributes.set(JAVA_LONG, 24, userNamespaceDescriptor);
      MemorySegment empty = arena.allocateFrom("");
      long result =
          (long)
              MOUNT_SETATTR.invokeExact(
                  state,
                  SYS_MOUNT_SETATTR,
                  tree,
                  empty,
                  AT_EMPTY_PATH,
                  attributes,
                  MOUNT_ATTR_BYTES);
      Native.check(result, state, "mount_setattr", "descriptor " + tree);
    } catch (Throwable e) {
      throw Native.unexpected("mount_setattr", e);
    }
  }

  /** Attaches a detached mount. */
  static void moveTo(int tree, Path target) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.errnoState(arena);
      MemorySegment empty = arena.allocateFrom("");
      MemorySegment path = arena.allocateFrom(target.toString());
      long result =
          (long)
              MOVE_MOUNT.invokeExact(
                  state, SYS_MOVE_MOUNT, tree, empty, AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH);
      Native.check(result, state, "move_mount", target.toString());
    } catch (Throwable e) {
      throw Native.unexpected("move_mount", e);
    }
  }
}
