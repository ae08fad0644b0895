package croft.services.sqs.line;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which messages were sent a short while ago; touched only under the lock of its line. */
final class RecentIds {
  /** How long messages with the same deduplication id are the same. */
  static final long SAME_MILLIS = 5 * 60 * 1000L;

  /** In the order they end. */
  private final Map<String, Known> known = new LinkedHashMap<>();

  /** A message, kept or about to be. */
  static final class Known {
    final Deduplication row;
    boolean settled;

    Known(Deduplication row, boolean settled) {
      this.row = row;
      this.settled = settled;
    }
  }

  void put(Deduplication row, boolean settled) {
    known.remove(row.key());
    known.put(row.key(), new Known(row, settled));
  }

  @Nullable Known get(String key, long nowMillis) {
    Known found = known.get(key);
    return found != null && found.row.untilMillis() > nowMillis ? found : null;
  }

  void settle(String key) {
    Known found = known.get(key);
    if (found != null) {
      found.settled = true;
    }
  }

  void remove(String key) {
    known.remove(key);
  }

  void forgetBefore(long nowMillis) {
    Iterator<Known> oldest = known.values().iterator();
    while (oldest.hasNext()) {
      Known one = oldest.next();
      if (one.row.untilMillis() > nowMillis) {
        return;
      }
      if (one.settled) {
        oldest.remove();
      }
    }
  }
}
