package croft.wire.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The open connections of a server: counted, limited, and told when to go. */
final class Connections {
  private final int limit;
  private final Set<Http1Connection> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int count;

  Connections(int limit) {
    this.limit = limit;
  }

  boolean add(Http1Connection connection) {
    lock.lock();
    try {
      if (count >= limit) {
        return false;
      }
      count++;
      open.add(connection);
      return true;
    } finally {
      lock.unlock();
    }
  }

  void remove(Http1Connection connection) {
    lock.lock();
    try {
      if (open.remove(connection)) {
        count--;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  void forEach(Consumer<Http1Connection> action) {
    open.forEach(action);
  }

  /** Waits until none is open; false when that took too long. */
  boolean awaitNone(Duration atMost) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (count > 0) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** How often a connection looks at its deadline, given the shortest of its timeouts. */
  static long tickNanos(HttpServerConfig config) {
    long shortest =
        Math.min(
            Math.min(config.idleTimeout().toNanos(), config.headerTimeout().toNanos()),
            Math.min(config.bodyTimeout().toNanos(), config.writeTimeout().toNanos()));
    return Math.clamp(shortest / 4, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(2));
  }
}
