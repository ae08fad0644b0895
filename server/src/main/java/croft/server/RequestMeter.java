package croft.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by operation and outcome, and how long they took. */
final class RequestMeter {
  /** Where the buckets of the histogram end, in seconds. */
  static final List<Double> BOUNDS =
      List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0);

  private final Map<Key, Counts> counts = new ConcurrentHashMap<>();

  /**
   * What is counted together.
   *
   * @param status the hundreds of the HTTP status: {@code 2xx}
   */
  record Key(String service, String operation, String status) {}

  private static final class Counts {
    private final List<LongAdder> buckets;
    private final LongAdder all = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    Counts() {
      this.buckets = BOUNDS.stream().map(bound -> new LongAdder()).toList();
    }
  }

  /**
   * What was counted.
   *
   * @param buckets requests that took no longer than each bound
   */
  record Reading(Key key, List<Long> buckets, long count, double seconds) {}

  void record(String service, String operation, int status, long nanos) {
    Counts one =
        counts.computeIfAbsent(
            new Key(service, operation, status / 100 + "xx"), key -> new Counts());
    one.all.increment();
    one.nanos.add(nanos);
    double seconds = nanos / 1e9;
    for (int i = 0; i < BOUNDS.size(); i++) {
      if (seconds <= BOUNDS.get(i)) {
        one.buckets.get(i).increment();
        return;
      }
    }
  }

  /** All that was counted, in the order of services and operations. */
  List<Reading> readings() {
    List<Reading> all = new ArrayList<>();
    counts.forEach((key, one) -> {
      List<Long> buckets = new ArrayList<>();
      long upTo = 0;
      for (LongAdder bucket : one.buckets) {
        upTo += bucket.sum();
        buckets.add(upTo);
      }
      all.add(new Reading(key, buckets, Math.max(upTo, one.all.sum()), one.nanos.sum() / 1e9));
    });
    all.sort(Comparator.comparing(reading -> reading.key.toString()));
    return all;
  }
}
