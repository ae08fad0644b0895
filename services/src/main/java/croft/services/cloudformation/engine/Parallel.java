package croft.services.cloudformation.engine;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things side by side. */
final class Parallel {
  private Parallel() {}

  /** Does all of them, and says whether any came further. */
  static boolean any(List<Callable<Boolean>> tasks) throws InterruptedException {
    boolean moved = false;
    if (tasks.size() == 1) {
      return call(tasks.getFirst());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        moved |= done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return moved;
  }

  private static boolean call(Callable<Boolean> task) throws InterruptedException {
    try {
      return task.call();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
