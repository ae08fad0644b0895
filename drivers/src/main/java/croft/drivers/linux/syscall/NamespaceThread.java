package croft.drivers.linux.syscall;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs work on a platform thread of its own, which may change its namespaces: they end with it. A
 * process started from the work, or a socket opened in it, belongs to the namespaces of that moment
 * for good (a socket may be used from any thread afterwards).
 */
public final class NamespaceThread {
  private NamespaceThread() {}

  /**
   * The work's result, once its thread is done.
   *
   * @throws Exception what the work threw; InterruptedException if the waiting caller was
   *     interrupted, in which case the work still runs to its end
   */
  public static <T> T call(String name, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().name(name).daemon(true).start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  /** Refuses on a virtual thread: its carrier would be changed for everyone. */
  static void require(String call) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(call + " on a virtual thread would change its carrier");
    }
  }
}
