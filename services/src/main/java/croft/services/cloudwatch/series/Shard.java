package croft.services.cloudwatch.series;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of all series: their points that are in no chunk yet, in three ages. The newest are in the
 * journal one by one (or about to be written); those of closed minutes are there put together.
 */
final class Shard {
  static final int COUNT = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private PointWriter pending = new PointWriter();
  private Generation recent = new Generation();
  private @Nullable Generation settling;
  private Generation settled = new Generation();

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a new point; it is safe once {@link #takePending} was written. */
  void add(long series, Tier tier, long epochSecond, Aggregate aggregate) {
    locked(() -> {
      JournalEntry entry = JournalEntry.fresh(series, tier, epochSecond, aggregate);
      entry.write(pending);
      entry.addTo(recent);
      return recent;
    });
  }

  /** What is to be written next; empty when there is nothing. */
  byte[] takePending() {
    return locked(() -> {
      byte[] written = pending.written();
      pending = new PointWriter();
      return written;
    });
  }

  /** Takes back what could not be written. */
  void giveBack(byte[] unwritten) {
    locked(() -> {
      PointWriter all = new PointWriter();
      all.raw(unwritten);
      all.raw(pending.written());
      pending = all;
      return all;
    });
  }

  /** Adds what was found in the journal. */
  void restore(byte[] body, boolean isSettled) {
    locked(() -> {
      Generation target = isSettled ? settled : recent;
      PointReader in = new PointReader(body);
      while (in.hasMore()) {
        JournalEntry.read(in).addTo(target);
      }
      return target;
    });
  }

  /**
   * Begins to put the newest points together; nothing may be pending.
   *
   * @return what to write in place of all that was written one by one; empty when there is nothing
   */
  byte[] beginSettling() {
    return locked(() -> {
      PointWriter out = new PointWriter();
      recent.forEach((series, tier, begin, aggregate) ->
          JournalEntry.settled(series, tier, begin, aggregate).write(out));
      settling = recent;
      recent = new Generation();
      return out.written();
    });
  }

  /** Ends what {@link #beginSettling} began, as it came out. */
  void endSettling(boolean written) {
    locked(() -> {
      Generation between = settling == null ? new Generation() : settling;
      settling = null;
      if (written) {
        settled.addAll(between);
      } else {
        between.addAll(recent);
        recent = between;
      }
      return recent;
    });
  }

  /** The points that are put together, to be written into chunks; they stay until {@link #drop}. */
  Generation settled() {
    return locked(() -> settled);
  }

  /** The points that were put together are in chunks now. */
  void drop() {
    locked(() -> settled = new Generation());
  }

  void read(long series, Span span) {
    locked(() -> {
      settled.read(series, span);
      if (settling != null) {
        settling.read(series, span);
      }
      recent.read(series, span);
      return span;
    });
  }
}
