package croft.workflow;

import croft.store.Store;
import croft.store.StoreException;
import croft.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs reconcilers, each on one server at a time: when {@link #launch}ed, then woken by signal and
 * by timer. A failing one is tried again after growing pauses; the others go on.
 *
 * <p>A lease cannot hold back a look already begun on a server that froze and came back: a look
 * must be harmless when another runs.
 */
public final class ReconcilerRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcilerRunner.class);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Store store;
  private final EngineConfig config;
  private final Leases leases;
  private final Map<String, Duty> duties = new ConcurrentHashMap<>();
  private final Bell closed = new Bell();
  private @Nullable Thread keeper;

  public ReconcilerRunner(Store store, InstantSource time, EngineConfig config) {
    this.store = store;
    this.config = config;
    this.leases = new Leases(store, time, config);
  }

  /** Adds a reconciler; before {@link #launch}. */
  public void add(Reconciler reconciler) {
    add(
        new SingleDuty(
            reconciler.name(), reconciler.period(), reconciler::reconcile, leases, standby()));
  }

  /** Adds a keyed reconciler; before {@link #launch}. */
  public void add(KeyedReconciler reconciler) {
    add(new KeyedDuty(reconciler, leases, standby()));
  }

  private void add(Duty duty) {
    if (duties.putIfAbsent(duty.name(), duty) != null) {
      throw new IllegalArgumentException("Two reconcilers are named " + duty.name());
    }
  }

  /** How often a server looks whether another has left a reconciler. */
  private Duration standby() {
    return config.lease().dividedBy(3);
  }

  /** Begins: every reconciler this server gets looks at once. */
  public void launch() {
    duties.values().forEach(Duty::launch);
    keeper = Thread.ofVirtual().name("reconciler-leases").start(this::keepLeases);
  }

  /** Lets a reconciler look soon, wherever it runs. Signals meanwhile are one. */
  public void wake(String name) {
    Duty duty = duty(name);
    if (leases.isHeld(name)) {
      duty.wake();
    } else {
      passOn(name);
      duty.wake();
    }
  }

  /** Lets a keyed reconciler look at a key now. */
  public void wake(String name, String key) {
    KeyedDuty duty = keyed(name);
    if (leases.isHeld(name)) {
      duty.wakeKey(key);
    } else {
      passOn(name);
      duty.wake();
    }
  }

  /** As {@link #wake(String)}, once the transaction is committed. */
  public void wakeAfter(Transaction transaction, String name) {
    Duty duty = duty(name);
    if (!leases.isHeld(name)) {
      leases.passOnWake(transaction, name);
    }
    transaction.afterCommit(duty::wake);
  }

  /** As {@link #wake(String, String)}, once the transaction is committed. */
  public void wakeAfter(Transaction transaction, String name, String key) {
    KeyedDuty duty = keyed(name);
    if (leases.isHeld(name)) {
      transaction.afterCommit(() -> duty.wakeKey(key));
    } else {
      leases.passOnWake(transaction, name);
      transaction.afterCommit(duty::wake);
    }
  }

  /** How many looks of each reconciler failed on this server since it began, by name. */
  public Map<String, Long> failures() {
    Map<String, Long> failures = new TreeMap<>();
    duties.forEach((name, duty) -> failures.put(name, duty.failures()));
    return failures;
  }

  private void passOn(String name) {
    store.write(transaction -> {
      leases.passOnWake(transaction, name);
      return null;
    });
  }

  private Duty duty(String name) {
    Duty duty = duties.get(name);
    if (duty == null) {
      throw new IllegalArgumentException("No reconciler is named " + name);
    }
    return duty;
  }

  private KeyedDuty keyed(String name) {
    return switch (duty(name)) {
      case KeyedDuty keyed -> keyed;
      case SingleDuty single ->
          throw new IllegalArgumentException("Reconciler " + name + " has no keys");
    };
  }

  /** Renews the leases in time, and hears of wakes on other servers. */
  private void keepLeases() {
    long renewNanos = standby().toNanos();
    long renewed = System.nanoTime();
    while (true) {
      try {
        if (closed.await(config.poll())) {
          return;
        }
        for (String name : leases.wokenElsewhere()) {
          wakeHere(name);
        }
        if (System.nanoTime() - renewed >= renewNanos) {
          renewed = System.nanoTime();
          leases.renew().forEach(this::leaseLost);
        }
      } catch (InterruptedException e) {
        return;
      } catch (StoreException | IllegalStateException e) {
        LOG.warn("Renewing leases failed: {}", e.getMessage());
      }
    }
  }

  private void wakeHere(String name) {
    @Nullable Duty duty = duties.get(name);
    if (duty != null) {
      duty.wake();
    }
  }

  private void leaseLost(String name) {
    LOG.warn("Another server has taken reconciler {}", name);
    @Nullable Duty duty = duties.get(name);
    if (duty != null) {
      duty.leaseLost();
    }
  }

  /** Stops: looks may end within ten seconds, then they are interrupted; leases are given back. */
  @Override
  public void close() {
    List<Duty> all = List.copyOf(duties.values());
    all.forEach(Duty::beginClosing);
    all.forEach(duty -> duty.close(GRACE));
    closed.ring();
    try {
      if (keeper != null) {
        keeper.join(GRACE);
        leases.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      LOG.warn("Giving back leases failed: {}", e.getMessage());
    }
  }
}
