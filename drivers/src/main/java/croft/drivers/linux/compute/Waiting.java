package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what the kernel does not announce. */
public final class Waiting {
  private static final long FIRST_PAUSE_MILLISECONDS = 1;
  private static final long LONGEST_PAUSE_MILLISECONDS = 20;

  private Waiting() {}

  /** Whether the condition became true in time. */
  public static boolean until(Duration timeout, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = FIRST_PAUSE_MILLISECONDS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        throw ComputeException.interrupted("waiting", e);
      }
      pause = Math.min(LONGEST_PAUSE_MILLISECONDS, pause * 2);
    }
    return true;
  }
}
