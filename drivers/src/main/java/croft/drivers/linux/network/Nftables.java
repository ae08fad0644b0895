package croft.drivers.linux.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import croft.drivers.linux.syscall.Native;
import croft.drivers.network.NetworkException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * libnftables(3): runs the language of nft(8). It speaks to the network namespace of the thread
 * that opened it, whichever thread uses it later. A script is one transaction: all of it or
 * nothing. One script at a time, in all of the process: the library lists sets with strtok(3),
 * which has one state for all threads, and two that list at once have ended the process.
 */
final class Nftables implements AutoCloseable {
  static final String LIBRARY = "libnftables.so.1";
  private static final int OUTPUT_JSON = 1 << 4;
  private static final long TEXT_LIMIT_BYTES = 1L << 31;

  /** The library's functions, bound once it is first needed. */
  private record Functions(
      MethodHandle create,
      MethodHandle free,
      MethodHandle bufferOutput,
      MethodHandle bufferError,
      MethodHandle output,
      MethodHandle error,
      MethodHandle setOutputFlags,
      MethodHandle run,
      ReentrantLock alone) {

    private static final Functions BOUND = bind();

    private static Functions bind() {
      SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      FunctionDescriptor pointerOfPointer = FunctionDescriptor.of(ADDRESS, ADDRESS);
      FunctionDescriptor intOfPointer = FunctionDescriptor.of(JAVA_INT, ADDRESS);
      return new Functions(
          function(library, "nft_ctx_new", FunctionDescriptor.of(ADDRESS, JAVA_INT)),
          function(library, "nft_ctx_free", FunctionDescriptor.ofVoid(ADDRESS)),
          function(library, "nft_ctx_buffer_output", intOfPointer),
          function(library, "nft_ctx_buffer_error", intOfPointer),
          function(library, "nft_ctx_get_output_buffer", pointerOfPointer),
          function(library, "nft_ctx_get_error_buffer", pointerOfPointer),
          function(
              library, "nft_ctx_output_set_flags", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT)),
          function(
              library,
              "nft_run_cmd_from_buffer",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)),
          new ReentrantLock());
    }

    private static MethodHandle function(
        SymbolLookup library, String name, FunctionDescriptor descriptor) {
      return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }
  }

  private final MemorySegment context;
  private boolean closed;

  /** Opens the library in the calling thread's network namespace. */
  Nftables() {
    requireLibrary();
    Functions.BOUND.alone().lock();
    try {
      context = (MemorySegment) Functions.BOUND.create().invokeExact(0);
      int output = (int) Functions.BOUND.bufferOutput().invokeExact(context);
      int error = (int) Functions.BOUND.bufferError().invokeExact(context);
      if (output != 0 || error != 0) {
        throw new NftablesException("libnftables cannot buffer its output");
      }
      Functions.BOUND.setOutputFlags().invokeExact(context, OUTPUT_JSON);
    } catch (Throwable e) {
      throw Native.unexpected("nft_ctx_new", e);
    } finally {
      Functions.BOUND.alone().unlock();
    }
  }

  /** Whether the library can be loaded on this machine. */
  static boolean isInstalled() {
    try {
      SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void requireLibrary() {
    if (!isInstalled()) {
      throw new NetworkException(
          NetworkException.Kind.UNAVAILABLE,
          LIBRARY + " is not installed; install the package nftables");
    }
  }

  /**
   * Runs a script and returns what it prints, as JSON.
   *
   * @throws NftablesException when it is refused; nothing of it counts then
   */
  String run(String script) {
    Functions.BOUND.alone().lock();
    try {
      return runAlone(script);
    } finally {
      Functions.BOUND.alone().unlock();
    }
  }

  private String runAlone(String script) {
    if (closed) {
      throw new IllegalStateException("this nftables context is closed");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(script);
      int result = (int) Functions.BOUND.run().invokeExact(context, text);
      // Both buffers are read each time: reading is what empties them.
      String output = text((MemorySegment) Functions.BOUND.output().invokeExact(context));
      String error = text((MemorySegment) Functions.BOUND.error().invokeExact(context));
      if (result != 0) {
        throw new NftablesException("nftables: " + error.strip());
      }
      return output;
    } catch (Throwable e) {
      throw Native.unexpected("nft_run_cmd_from_buffer", e);
    }
  }

  private static String text(MemorySegment pointer) {
    return pointer.address() == 0 ? "" : pointer.reinterpret(TEXT_LIMIT_BYTES).getString(0);
  }

  @Override
  public void close() {
    Functions.BOUND.alone().lock();
    try {
      if (!closed) {
        closed = true;
        Functions.BOUND.free().invokeExact(context);
      }
    } catch (Throwable e) {
      throw Native.unexpected("nft_ctx_free", e);
    } finally {
      Functions.BOUND.alone().unlock();
    }
  }
}
