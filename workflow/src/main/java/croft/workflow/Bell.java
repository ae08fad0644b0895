package croft.workflow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread. Rings before the wait count; many rings are one. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean ringing;

  void ring() {
    lock.lock();
    try {
      ringing = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a ring; false when the time passed without one. */
  boolean await(Duration most) throws InterruptedException {
    lock.lock();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, most.toMillis()));
      while (!ringing && nanos > 0) {
        nanos = rung.awaitNanos(nanos);
      }
      boolean wasRung = ringing;
      ringing = false;
      return wasRung;
    } finally {
      lock.unlock();
    }
  }
}
