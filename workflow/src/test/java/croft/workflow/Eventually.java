package croft.workflow;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for an effect, with a deadline. */
final class Eventually {
  private Eventually() {}

  static void eventually(String what, BooleanSupplier holds) {
    eventually(what, Duration.ofSeconds(20), holds);
  }

  static void eventually(String what, Duration most, BooleanSupplier holds) {
    long deadline = System.nanoTime() + most.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + most + ": " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
