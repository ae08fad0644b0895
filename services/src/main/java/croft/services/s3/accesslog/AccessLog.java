package croft.services.s3.accesslog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was noted and not delivered yet. Kept in memory, as AWS promises no more than its best
 * effort; beyond {@link #MOST_LINES} lines new ones are dropped and the log says how many.
 */
public final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int MOST_LINES = 100_000;

  private final ReentrantLock lock = new ReentrantLock();
  private Map<String, List<LogEntry>> byBucket = new LinkedHashMap<>();
  private int lines;
  private int dropped;

  void note(LogEntry entry) {
    lock.lock();
    try {
      if (lines >= MOST_LINES) {
        dropped++;
        return;
      }
      lines++;
      byBucket.computeIfAbsent(entry.bucket(), bucket -> new ArrayList<>()).add(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all there is, by the bucket that was asked. */
  Map<String, List<LogEntry>> take() {
    lock.lock();
    try {
      if (dropped > 0) {
        LOG.warn("{} lines of S3 access logs were dropped: too many came at once", dropped);
      }
      Map<String, List<LogEntry>> taken = byBucket;
      byBucket = new LinkedHashMap<>();
      lines = 0;
      dropped = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
