package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.network.Difference;
import croft.drivers.network.Difference.Subject;
import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Packet;
import croft.drivers.network.Peer;
import croft.drivers.network.PeeringSpec;
import croft.drivers.network.RouteSpec;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.RouteTarget;
import croft.drivers.network.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two networks with a wire between them, and a third beyond. */
final class LinuxNetworkPeeringTest extends PacketTest {
  private static final PeeringSpec AB = new PeeringSpec("pcx-ab", "vpc-a", "vpc-b");
  private static final PeeringSpec BC = new PeeringSpec("pcx-bc", "vpc-b", "vpc-c");

  private static RouteSpec by(String block, PeeringSpec peering) {
    return route(block, new RouteTarget.Peering(peering.id()));
  }

  /** Every network routes to the two others, by its peerings. */
  private void networks() {
    RouteTableSpec a = table("rtb-a", by("10.2.0.0/16", AB), by("10.3.0.0/16", AB));
    RouteTableSpec b = table("rtb-b", by("10.1.0.0/16", AB), by("10.3.0.0/16", BC));
    RouteTableSpec c = table("rtb-c", by("10.2.0.0/16", BC), by("10.1.0.0/16", BC));
    driver().ensureNetwork(routed("vpc-a", "10.1.0.0/16", a, table("rtb-none")));
    driver().ensureNetwork(routed("vpc-b", "10.2.0.0/16", b, table("rtb-none")));
    driver().ensureNetwork(routed("vpc-c", "10.3.0.0/16", c, table("rtb-none")));
  }

  @Test
  void peeredNetworksReachEachOtherAndNoFurther() throws Exception {
    networks();
    driver().ensurePeering(AB);
    driver().ensurePeering(BC);
    assertThat(driver().peerings()).containsExactly(AB, BC);
    InterfaceHandle a = attachAt("vpc-a", "eni-a", "10.1.1.11");
    InterfaceHandle b = attachAt("vpc-b", "eni-b", "10.2.1.11");
    InterfaceHandle c = attachAt("vpc-c", "eni-c", "10.3.1.11");
    InterfaceHandle unrouted = attachAt("vpc-a", "eni-u", "10.1.2.11");
    openTo("vpc-a", "eni-a", "eni-u");
    openTo("vpc-b", "eni-b");
    openTo("vpc-c", "eni-c");
    assertThat(reaches(a, b)).isTrue();
    assertThat(reaches(b, a)).isTrue();
    assertThat(reaches(b, c)).isTrue();
    assertThat(laboratory.reaches(a, b, Packet.ping())).isTrue();
    assertThat(datagramFrom(a, a.spec().privateAddress(), c)).as("not transitive").isFalse();
    assertThat(datagramFrom(unrouted, unrouted.spec().privateAddress(), b)).isFalse();
    assertThat(reaches(b, unrouted)).as("no way back").isFalse();
    for (String id : List.of("vpc-a", "vpc-b", "vpc-c")) {
      assertThat(driver().verify(id)).isEmpty();
    }
    driver().removePeering(AB.id());
    driver().removePeering(AB.id());
    assertThat(datagramFrom(a, a.spec().privateAddress(), b)).isFalse();
    assertThat(reaches(b, c)).isTrue();
    assertThat(driver().verify("vpc-a")).isEmpty();
    driver().ensurePeering(AB);
    assertThat(reaches(a, b)).isTrue();
  }

  @Test
  void groupsHoldOnBothSidesAndMayNameThePeersGroups() throws Exception {
    networks();
    driver().ensurePeering(AB);
    InterfaceHandle app = attachAt("vpc-a", "eni-app", "10.1.1.11");
    InterfaceHandle other = attachAt("vpc-a", "eni-other", "10.1.1.12");
    InterfaceHandle database = attachAt("vpc-b", "eni-db", "10.2.1.11");
    openTo("vpc-a", "eni-app", "eni-other");
    FirewallRule fromApp = new FirewallRule(new Traffic.All(), new Peer.Group("sg-app"));
    FirewallGroup db = new FirewallGroup("sg-db", List.of(fromApp), List.of());
    Map<String, Set<String>> members = Map.of("eni-db", Set.of("sg-db"));
    driver()
        .applyFirewall(
            "vpc-b",
            new FirewallSpec(
                List.of(db),
                members,
                Map.of(),
                Map.of("sg-app", Set.of(app.spec().privateAddress()))));
    assertThat(reaches(app, database)).isTrue();
    assertThat(reaches(other, database)).isFalse();
    assertThat(reaches(database, app)).as("no egress").isFalse();
    driver()
        .applyFirewall(
            "vpc-b",
            new FirewallSpec(
                List.of(db),
                members,
                Map.of(),
                Map.of("sg-app", Set.of(other.spec().privateAddress()))));
    assertThat(reaches(app, database)).isFalse();
    assertThat(reaches(other, database)).isTrue();
  }

  @Test
  void peeringIsRepairedFoundAgainAndGoesWithItsNetwork() throws Exception {
    networks();
    driver().ensurePeering(AB);
    InterfaceHandle a = attachAt("vpc-a", "eni-a", "10.1.1.11");
    InterfaceHandle b = attachAt("vpc-b", "eni-b", "10.2.1.11");
    openTo("vpc-a", "eni-a");
    openTo("vpc-b", "eni-b");
    laboratory.restart();
    assertThat(driver().peerings()).containsExactly(AB);
    assertThat(reaches(a, b)).isTrue();
    NetworkNamespaces.inside(namespace("vpc-a"), () -> deleteDevice(Devices.peering(AB.id())));
    assertThat(driver().verify("vpc-b")).extracting(Difference::kind).contains(Subject.PEERING);
    driver().ensurePeering(AB);
    assertThat(driver().verify("vpc-a")).isEmpty();
    assertThat(driver().verify("vpc-b")).isEmpty();
    openTo("vpc-a", "eni-a");
    openTo("vpc-b", "eni-b");
    NetworkNamespaces.inside(namespace("vpc-b"), () -> deleteDevice(Devices.peering(AB.id())));
    networks();
    assertThat(driver().verify("vpc-a")).as("stating a network repairs its wires").isEmpty();
    assertThat(driver().verify("vpc-b")).isEmpty();
    assertThat(reaches(a, b)).isTrue();
    driver().detach("eni-a");
    driver().removeNetwork("vpc-a");
    assertThat(driver().peerings()).isEmpty();
    assertThat(driver().verify("vpc-b")).isEmpty();
  }

  @Test
  void spoofedSourceDoesNotCross() throws Exception {
    networks();
    driver().ensurePeering(AB);
    InterfaceHandle a = attachAt("vpc-a", "eni-a", "10.1.1.11");
    InterfaceHandle b = attachAt("vpc-b", "eni-b", "10.2.1.11");
    InterfaceHandle free = driver().attach(unchecked(at("vpc-a", "eni-f", "i-f", 0, "10.1.1.12")));
    openTo("vpc-a", "eni-a", "eni-f");
    openTo("vpc-b", "eni-b");
    assertThat(datagramFrom(a, a.spec().privateAddress(), b)).isTrue();
    Ipv4Address foreign = address("172.16.0.1");
    Laboratory.addAddress(free, foreign);
    assertThat(datagramFrom(free, foreign, b)).isFalse();
    assertThat(datagramFrom(free, free.spec().privateAddress(), b)).isTrue();
  }
}
