package croft.services.ec2.vpc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets many callers share one run of the same work: who asks while a run is under way waits for the
 * next one, which serves all that asked meanwhile. The work must read its input when it runs.
 */
final class Coalescer {
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  private static final class Line {
    final ReentrantLock lock = new ReentrantLock();
    final AtomicLong asked = new AtomicLong();
    long served;
  }

  /** Returns when a run that began after this call has ended; throws what that run threw. */
  void run(String key, Runnable work) {
    Line line = lines.computeIfAbsent(key, k -> new Line());
    long mine = line.asked.incrementAndGet();
    line.lock.lock();
    try {
      if (line.served >= mine) {
        return;
      }
      long upTo = line.asked.get();
      work.run();
      line.served = upTo;
    } finally {
      line.lock.unlock();
    }
  }
}
