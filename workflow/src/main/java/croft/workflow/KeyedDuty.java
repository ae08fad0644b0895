package croft.workflow;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a keyed reconciler: a loop that asks what is due, and a thread for every key at work. */
final class KeyedDuty implements Duty {
  private static final Logger LOG = LoggerFactory.getLogger(KeyedDuty.class);

  private final LongAdder failed = new LongAdder();

  private final KeyedReconciler reconciler;
  private final Leases leases;
  private final SingleDuty asking;
  private final Semaphore slots;
  private final Map<String, Work> working = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /** One key at work. {@code again} is only touched within the map's atomic operations. */
  private static final class Work {
    final Thread thread;
    final Bell bell = new Bell();
    boolean again;

    Work(Thread thread) {
      this.thread = thread;
    }
  }

  KeyedDuty(KeyedReconciler reconciler, Leases leases, Duration standby) {
    this.reconciler = reconciler;
    this.leases = leases;
    this.slots = new Semaphore(reconciler.parallelism());
    this.asking =
        new SingleDuty(
            reconciler.name(),
            reconciler.period(),
            () -> reconciler.due().forEach(this::wakeKey),
            leases,
            standby);
  }

  @Override
  public String name() {
    return reconciler.name();
  }

  @Override
  public long failures() {
    return asking.failures() + failed.sum();
  }

  @Override
  public void launch() {
    asking.launch();
  }

  @Override
  public void wake() {
    asking.wake();
  }

  /** Looks at a key now, or once more when it is being looked at. */
  void wakeKey(String key) {
    if (closing) {
      return;
    }
    Work work =
        working.compute(
            key,
            (same, present) -> {
              if (present != null) {
                present.again = true;
                present.bell.ring();
                return present;
              }
              String threadName = "reconciler " + reconciler.name() + " " + key;
              return new Work(Thread.ofVirtual().name(threadName).unstarted(() -> work(key)));
            });
    startOnce(work.thread);
  }

  /** Two callers may meet at a new key: the first one starts its thread. */
  private static void startOnce(Thread thread) {
    synchronized (thread) {
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      }
    }
  }

  private void work(String key) {
    int failures = 0;
    do {
      Duration pause = Duration.ZERO;
      try {
        lookAt(key);
        failures = 0;
      } catch (InterruptedException e) {
        LOG.info("Reconciler {} is broken off at {}", name(), key);
        working.remove(key);
        return;
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        failed.increment();
        pause = Duty.pauseAfter(++failures);
        LOG.warn("Reconciler {} failed at {}, again in {}", name(), key, pause, e);
      }
      if (!pause.isZero() && !waitToRetry(key, pause)) {
        return;
      }
    } while (!isDone(key, failures > 0));
  }

  private void lookAt(String key) throws Exception {
    slots.acquire();
    try {
      markSeen(key);
      if (!closing && leases.isHeld(name())) {
        reconciler.reconcile(key);
      }
    } finally {
      slots.release();
    }
  }

  private void markSeen(String key) {
    working.computeIfPresent(
        key,
        (same, work) -> {
          work.again = false;
          return work;
        });
  }

  private boolean waitToRetry(String key, Duration pause) {
    Work work = working.get(key);
    try {
      if (work != null) {
        work.bell.await(pause);
      }
      return true;
    } catch (InterruptedException e) {
      working.remove(key);
      return false;
    }
  }

  /** Ends the work on a key unless it was woken meanwhile, in one atomic step. */
  private boolean isDone(String key, boolean failed) {
    return working.compute(
            key,
            (same, work) ->
                work != null && (work.again || failed) && !closing && leases.isHeld(name())
                    ? work
                    : null)
        == null;
  }

  @Override
  public void leaseLost() {
    asking.leaseLost();
    working.values().forEach(work -> work.thread.interrupt());
  }

  @Override
  public void beginClosing() {
    closing = true;
    asking.beginClosing();
    working.values().forEach(work -> work.bell.ring());
  }

  @Override
  public void close(Duration most) {
    asking.close(most);
    long deadline = System.nanoTime() + most.toNanos();
    try {
      for (Work work : working.values()) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        if (!work.thread.join(left)) {
          work.thread.interrupt();
          work.thread.join(Duration.ofSeconds(1));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
