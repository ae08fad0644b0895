package croft.services.elasticloadbalancingv2.balancing;

import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerSpec.Node;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.ServerReading.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which zones of a balancer have nobody who is well. A zone is well when each pool has a server
 * that is well and that the zone's node takes; pools without servers do not count.
 */
public final class ZoneHealth {
  private ZoneHealth() {}

  /** The names of such zones; empty, too, when nothing is known of the servers. */
  public static Optional<Set<String>> away(BalancerSpec spec, List<ServerReading> readings) {
    List<PoolSpec> pools =
        spec.pools().stream()
            .filter(pool -> pool.servers().stream().anyMatch(ServerSpec::enabled))
            .toList();
    if (readings.isEmpty() && !pools.isEmpty()) {
      return Optional.empty();
    }
    Set<String> well =
        readings.stream()
            .filter(r -> r.state() == State.UP || r.state() == State.UNCHECKED)
            .map(r -> key(r.poolId(), r.serverId()))
            .collect(Collectors.toSet());
    return Optional.of(
        spec.nodes().stream()
            .map(Node::zone)
            .filter(zone -> pools.stream().anyMatch(pool -> !isWell(pool, zone, well)))
            .collect(Collectors.toSet()));
  }

  private static boolean isWell(PoolSpec pool, String zone, Set<String> well) {
    return pool.servers().stream()
        .filter(server -> server.enabled() && (pool.crossZone() || server.isIn(zone)))
        .anyMatch(server -> well.contains(key(pool.id(), server.id())));
  }

  private static String key(String pool, String server) {
    return pool + "/" + server;
  }
}
