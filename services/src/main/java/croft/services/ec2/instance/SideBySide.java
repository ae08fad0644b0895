package croft.services.ec2.instance;

import croft.drivers.compute.ComputeException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Two pieces of work at once, of which each mostly waits for the kernel. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Returns when both are done; what the second throws goes before what the first does.
   *
   * @param second is given what returns once the first is done, and throws what that throws
   * @throws ComputeException when the thread is interrupted before the first is done
   */
  static void run(Runnable first, Consumer<Runnable> second) {
    FutureTask<Boolean> aside = new FutureTask<>(first, true);
    Thread.ofVirtual().name(Thread.currentThread().getName()).start(aside);
    try {
      second.accept(() -> await(aside));
    } catch (RuntimeException | Error e) {
      try {
        await(aside);
      } catch (RuntimeException | Error other) {
        if (!other.equals(e)) {
          e.addSuppressed(other);
        }
      }
      throw e;
    }
    await(aside);
  }

  private static void await(FutureTask<Boolean> work) {
    try {
      work.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("connecting an instance", e);
    }
  }
}
