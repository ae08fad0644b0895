package croft.services.elasticloadbalancingv2.meter;

import croft.drivers.balancer.TrafficReading.Kind;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A part of what passes a balancer.
 *
 * @param kind what requests are counted at: pools, or servers where a part has not all of a pool's
 * @param places which of that kind
 * @param servers which servers, as {@code pool/server}
 */
public record TrafficSlice(Kind kind, Predicate<String> places, Predicate<String> servers) {
  /** Everything. */
  public static final TrafficSlice ALL = ofPools(pool -> true);

  /** What passes some pools. */
  public static TrafficSlice ofPools(Predicate<String> pools) {
    return new TrafficSlice(
        Kind.POOL, pools, id -> pools.test(id.substring(0, Math.max(0, id.indexOf('/')))));
  }

  /** What passes some servers. */
  public static TrafficSlice ofServers(Set<String> servers) {
    Set<String> all = Set.copyOf(servers);
    return new TrafficSlice(Kind.SERVER, all::contains, all::contains);
  }
}
