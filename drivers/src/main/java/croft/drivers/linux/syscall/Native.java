package croft.drivers.linux.syscall;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Binds C functions. A handle from {@link #withErrno} takes, as its first argument, a segment from
 * {@link #errnoState} that receives errno; {@link #check} turns a negative result into a {@link
 * SyscallException}.
 */
public final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private Native() {}

  /** A function of the C library that sets errno. */
  public static MethodHandle withErrno(String name, FunctionDescriptor descriptor) {
    return withErrno(LINKER.defaultLookup(), name, descriptor);
  }

  /** A function of another library that sets errno. */
  public static MethodHandle withErrno(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        library.findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
  }

  /** A variadic function of the C library that sets errno, such as {@code syscall(2)}. */
  static MethodHandle variadicWithErrno(
      String name, FunctionDescriptor descriptor, int fixedArguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(fixedArguments));
  }

  /** A function of the C library that does not set errno. */
  public static MethodHandle plain(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
  }

  /** The address of a function of the C library, to be handed to another one. */
  static MemorySegment address(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /** Room for errno, valid as long as the allocator's arena. */
  public static MemorySegment errnoState(SegmentAllocator allocator) {
    return allocator.allocate(STATE);
  }

  /** The errno the last call with this state has set. */
  public static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /**
   * The result of a call, if it is not negative.
   *
   * @throws SyscallException if it is
   */
  public static long check(long result, MemorySegment state, String call, String subject) {
    if (result < 0) {
      throw new SyscallException(call, subject, errno(state));
    }
    return result;
  }

  /** As {@link #check(long, MemorySegment, String, String)}, for functions that return an int. */
  public static int check(int result, MemorySegment state, String call, String subject) {
    if (result < 0) {
      throw new SyscallException(call, subject, errno(state));
    }
    return result;
  }

  /**
   * What to throw for a {@link Throwable} that a method handle declares but a C function never
   * raises: errors and runtime exceptions as they are, anything else as a defect.
   */
  public static RuntimeException unexpected(String call, Throwable thrown) {
    if (thrown instanceof RuntimeException known) {
      return known;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(call, thrown);
  }
}
