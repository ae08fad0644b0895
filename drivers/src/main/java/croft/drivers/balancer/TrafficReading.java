package croft.drivers.balancer;

import java.util.Map;

/**
 * Counters of a listener or a pool since the balancer's process began; they start anew with it.
 *
 * @param kind listener or pool
 * @param process tells one process from the next
 * @param counters by name, as HAProxy names them: {@code stot}, {@code req_tot}, {@code hrsp_2xx}
 */
public record TrafficReading(Kind kind, String id, long process, Map<String, Long> counters) {
  public TrafficReading {
    counters = Map.copyOf(counters);
  }

  /** What the counters are of. */
  public enum Kind {
    LISTENER,
    POOL
  }

  /** A counter, 0 when there is none. */
  public long count(String name) {
    return counters.getOrDefault(name, 0L);
  }
}
