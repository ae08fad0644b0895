package croft.drivers.balancer;

import java.util.Map;

/**
 * Counters of a listener, a pool or a server since the driver first read them or their balancer
 * began; they never go back while what they are of is there, and begin anew should it come back.
 *
 * @param id a listener's or a pool's, or {@code pool/server}
 * @param counters by name, as HAProxy names them: {@code stot}, {@code conn_tot}, {@code hrsp_2xx};
 *     what stands there now, such as {@code scur}, is among them
 */
public record TrafficReading(Kind kind, String id, Map<String, Long> counters) {
  public TrafficReading {
    counters = Map.copyOf(counters);
  }

  /** What the counters are of. */
  public enum Kind {
    LISTENER,
    POOL,
    SERVER
  }

  /** A counter, 0 when there is none. */
  public long count(String name) {
    return counters.getOrDefault(name, 0L);
  }
}
