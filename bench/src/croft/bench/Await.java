package croft.bench;

import java.io.IOException;
import java.time.Duration;

/** Waits for an effect by looking for it. */
final class Await {
  private Await() {}

  @FunctionalInterface
  interface Look {
    boolean isThere() throws IOException, InterruptedException;
  }

  /** Looks until it is there; fails with what was awaited when that takes too long. */
  static void until(String what, Duration most, Duration between, Look look)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (!look.isThere()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("not within " + most.toSeconds() + " s: " + what);
      }
      Thread.sleep(between);
    }
  }
}
