package croft.services.elasticloadbalancingv2.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerSpec.Node;
import croft.drivers.balancer.ListenerSpec.Protocol;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.Algorithm;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import croft.drivers.balancer.PoolSpec.Stickiness;
import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.ServerReading.Check;
import croft.drivers.balancer.ServerReading.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZoneHealthTest {
  private static final ServerSpec EAST = new ServerSpec("e", "10.0.0.1", 80, "east", true);
  private static final ServerSpec WEST = new ServerSpec("w", "10.0.1.1", 80, "west", true);

  @Test
  void aZoneIsAwayWhenNobodyInItIsWell() {
    BalancerSpec spec = spec(pool("p", false, EAST, WEST));
    assertThat(away(spec, up("p", "e"), up("p", "w"))).isEmpty();
    assertThat(away(spec, up("p", "e"), down("p", "w"))).containsExactly("west");
    assertThat(away(spec, down("p", "e"), down("p", "w")))
        .containsExactlyInAnyOrder("east", "west");
  }

  @Test
  void whereZonesAreCrossedOneWillDoForAll() {
    BalancerSpec spec = spec(pool("p", true, EAST, WEST));
    assertThat(away(spec, up("p", "e"), down("p", "w"))).isEmpty();
  }

  @Test
  void eachPoolWithServersCounts() {
    BalancerSpec spec =
        spec(pool("p", false, EAST, WEST), pool("q", false, WEST), pool("none", false));
    assertThat(away(spec, up("p", "e"), up("p", "w"), up("q", "w"))).containsExactly("east");
  }

  @Test
  void whoIsOfEveryZoneCountsInEachAndWhoLeavesInNone() {
    ServerSpec everywhere = new ServerSpec("x", "192.168.9.9", 80, "", true);
    ServerSpec leaving = new ServerSpec("e", "10.0.0.1", 80, "east", false);
    assertThat(away(spec(pool("p", false, everywhere)), up("p", "x"))).isEmpty();
    assertThat(away(spec(pool("p", false, leaving, WEST)), up("p", "e"), up("p", "w")))
        .containsExactly("east");
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    assertThat(ZoneHealth.away(spec(pool("p", false, EAST)), List.of())).isEmpty();
    assertThat(ZoneHealth.away(spec(pool("p", false)), List.of())).hasValue(Set.of());
  }

  private static Set<String> away(BalancerSpec spec, ServerReading... readings) {
    return ZoneHealth.away(spec, List.of(readings)).orElseThrow();
  }

  private static BalancerSpec spec(PoolSpec... pools) {
    return new BalancerSpec(
        "b",
        List.of("127.0.0.9"),
        Optional.empty(),
        List.of(new Node("east", "10.0.0.9"), new Node("west", "10.0.1.9")),
        BalancerSpec.Settings.USUAL,
        List.of(),
        List.of(pools));
  }

  private static PoolSpec pool(String id, boolean crossZone, ServerSpec... servers) {
    return new PoolSpec(
        id,
        Protocol.TCP,
        false,
        Algorithm.ROUND_ROBIN,
        new Stickiness.None(),
        crossZone,
        0,
        0,
        Optional.empty(),
        List.of(servers));
  }

  private static ServerReading up(String pool, String server) {
    return new ServerReading(pool, server, State.UP, Check.PASSED, 200, 0);
  }

  private static ServerReading down(String pool, String server) {
    return new ServerReading(pool, server, State.DOWN, Check.TIMEOUT, 0, 0);
  }
}
