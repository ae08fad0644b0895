package croft.workflow;

import croft.store.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one reconciler, on a thread of its own and so never twice at once. */
final class SingleDuty implements Duty {
  private static final Logger LOG = LoggerFactory.getLogger(SingleDuty.class);

  /** What a duty does when woken. */
  @FunctionalInterface
  interface Look {
    void look() throws Exception;
  }

  private final String name;
  private final Duration period;
  private final Look look;
  private final Leases leases;
  private final Duration standby;
  private final Bell bell = new Bell();
  private final LongAdder failed = new LongAdder();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean looking;

  SingleDuty(String name, Duration period, Look look, Leases leases, Duration standby) {
    this.name = name;
    this.period = period;
    this.look = look;
    this.leases = leases;
    this.standby = standby;
    this.thread = Thread.ofVirtual().name("reconciler " + name).unstarted(this::work);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long failures() {
    return failed.sum();
  }

  @Override
  public void wake() {
    bell.ring();
  }

  @Override
  public void launch() {
    thread.start();
  }

  private void work() {
    int failures = 0;
    Duration pause = Duration.ZERO;
    while (!closing) {
      try {
        if (!pause.isZero()) {
          bell.await(pause);
        }
        if (closing) {
          return;
        }
        if (leases.take(name)) {
          lookOnce();
          pause = period;
        } else {
          pause = standby;
        }
        failures = 0;
      } catch (InterruptedException e) {
        LOG.info("Reconciler {} is broken off", name);
        pause = standby;
      } catch (StoreException e) {
        failed.increment();
        pause = Duty.pauseAfter(++failures);
        LOG.warn("Reconciler {} waits for the store: {}", name, e.getMessage());
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        failed.increment();
        pause = Duty.pauseAfter(++failures);
        LOG.warn("Reconciler {} failed, again in {}", name, pause, e);
      }
    }
  }

  private void lookOnce() throws Exception {
    looking = true;
    try {
      look.look();
    } finally {
      looking = false;
      // An interrupt meant for the look must not reach the next wait.
      Thread.interrupted();
    }
  }

  @Override
  public void leaseLost() {
    if (looking) {
      thread.interrupt();
    }
  }

  @Override
  public void beginClosing() {
    closing = true;
    bell.ring();
  }

  @Override
  public void close(Duration most) {
    try {
      if (thread.isAlive() && !thread.join(most)) {
        LOG.warn("Reconciler {} did not stop in time", name);
        thread.interrupt();
        thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
