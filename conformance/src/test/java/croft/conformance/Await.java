package croft.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for an effect by looking at it again and again, at most until a deadline. */
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /** The first thing seen that passes. */
  static <T> T until(Duration limit, Supplier<T> look, Predicate<T> passes) {
    long deadline = System.nanoTime() + limit.toNanos();
    T seen = look.get();
    while (!passes.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit + "; last seen: " + seen);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      seen = look.get();
    }
    return seen;
  }
}
