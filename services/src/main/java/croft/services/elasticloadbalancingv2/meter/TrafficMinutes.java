package croft.services.elasticloadbalancingv2.meter;

import croft.drivers.balancer.BalancerDriver;
import croft.drivers.balancer.TrafficReading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what passed balancers, look by look. What passed while no server of ours ran is not told:
 * the first look at a balancer that is older than this only remembers. Not safe for several
 * threads.
 */
public final class TrafficMinutes {
  private final BalancerDriver driver;
  private final Instant since;
  private final Map<String, Map<TrafficMinute.Place, TrafficReading>> known = new HashMap<>();

  /**
   * Makes it.
   *
   * @param since when it begins to look
   */
  public TrafficMinutes(BalancerDriver driver, Instant since) {
    this.driver = driver;
    this.since = since;
  }

  /** What passed since the last look; empty where nothing can be told. */
  public Optional<TrafficMinute> look(String balancer, Instant createdAt) {
    List<TrafficReading> now = driver.traffic(balancer);
    if (now.isEmpty()) {
      return Optional.empty();
    }
    // What is gone is forgotten, and begins at nothing should it come back.
    Map<TrafficMinute.Place, TrafficReading> before =
        known.put(balancer, TrafficMinute.byPlace(now));
    if (before == null && createdAt.isBefore(since)) {
      return Optional.empty();
    }
    return Optional.of(new TrafficMinute(now, before == null ? Map.of() : before));
  }

  /** Forgets all other balancers. */
  public void keepOnly(Set<String> balancers) {
    known.keySet().retainAll(balancers);
  }
}
