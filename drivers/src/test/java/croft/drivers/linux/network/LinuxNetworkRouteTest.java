package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.network.AclRule;
import croft.drivers.network.AclSpec;
import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NatGatewaySpec;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Peer;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.RouteTarget;
import croft.drivers.network.Traffic;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Routes by subnet: each leads where its target says, and nowhere else. */
final class LinuxNetworkRouteTest extends PacketTest {
  private static final RouteTarget NAT = new RouteTarget.NatGateway("nat-1");
  private static final Ipv4Address SERVICE = address("192.0.2.80");

  private NatGatewaySpec gateway(String subnet, String inner, Ipv4Address outer) {
    return new NatGatewaySpec("nat-1", subnet, address(inner), Optional.of(outer));
  }

  @Test
  void subnetWithoutRouteToTheGatewayIsNotReachable() throws Exception {
    Ipv4Address there = driver().publicAddressPool().at(99);
    InterfaceHandle outside = outside(there);
    RouteTableSpec routes = table("rtb-1", internet());
    driver().ensureNetwork(routed("vpc-r", "10.1.0.0/16", routes, table("rtb-2")));
    InterfaceHandle open = attachAt("vpc-r", "eni-o", "10.1.1.11");
    InterfaceHandle closed = attachAt("vpc-r", "eni-c", "10.1.2.11");
    openTo("vpc-r", "eni-o", "eni-c");
    Ipv4Address first = driver().publicAddressPool().at(11);
    Ipv4Address second = driver().publicAddressPool().at(12);
    Map<Ipv4Address, Ipv4Address> addresses =
        Map.of(first, open.spec().privateAddress(), second, closed.spec().privateAddress());
    driver().applyAddresses("vpc-r", addresses);
    assertThat(peerSeen(open, outside, there)).isEqualTo(first.toInetAddress());
    assertThat(arrives(closed, outside, there)).isFalse();
    assertThat(arrives(outside, open, first)).isTrue();
    assertThat(arrives(outside, closed, second)).isFalse();
    assertThat(reaches(open, closed)).as("the local route is always there").isTrue();
    driver().ensureNetwork(routed("vpc-r", "10.1.0.0/16", routes, table("rtb-2", internet())));
    assertThat(arrives(closed, outside, there)).isTrue();
    assertThat(arrives(outside, closed, second)).isTrue();
    assertThat(driver().verify("vpc-r")).isEmpty();
  }

  /** By a datagram, which needs no answer. */
  private static boolean arrives(InterfaceHandle from, InterfaceHandle to, Ipv4Address at)
      throws Exception {
    return Laboratory.arrives(
        from.namespacePath(), from.spec().privateAddress(), to.namespacePath(), at, 5353);
  }

  @Test
  void natGatewayLeadsOutAndNotIn() throws Exception {
    Ipv4Address there = driver().publicAddressPool().at(99);
    InterfaceHandle outside = outside(there);
    Ipv4Address outer = driver().publicAddressPool().at(20);
    RouteTableSpec front = table("rtb-1", internet());
    RouteTableSpec back = table("rtb-2", route("0.0.0.0/0", NAT));
    NatGatewaySpec nat = gateway("one", "10.1.1.5", outer);
    driver().ensureNetwork(routed("vpc-r", "10.1.0.0/16", front, back, nat));
    InterfaceHandle hidden = attachAt("vpc-r", "eni-h", "10.1.2.11");
    openTo("vpc-r", "eni-h");
    driver().applyAddresses("vpc-r", Map.of());
    assertThat(peerSeen(hidden, outside, there)).isEqualTo(outer.toInetAddress());
    assertThat(Laboratory.pings(hidden.namespacePath(), there)).isTrue();
    assertThat(arrives(outside, hidden, outer)).isFalse();
    assertThat(Laboratory.connects(outside.namespacePath(), hidden.namespacePath(), outer, 80))
        .isFalse();
    assertThat(
            Laboratory.connects(
                laboratory.host(), hidden.namespacePath(), hidden.spec().privateAddress(), 80))
        .isFalse();
    assertThat(driver().verify("vpc-r")).isEmpty();
    laboratory.restart();
    assertThat(peerSeen(hidden, outside, there)).isEqualTo(outer.toInetAddress());
    driver().ensureNetwork(routed("vpc-r", "10.1.0.0/16", front, back, nat));
    assertThat(peerSeen(hidden, outside, there)).isEqualTo(outer.toInetAddress());
  }

  @Test
  void natGatewayWithoutWayOutPassesNothing() throws Exception {
    Ipv4Address there = driver().publicAddressPool().at(99);
    InterfaceHandle outside = outside(there);
    NatGatewaySpec nat = gateway("one", "10.1.1.5", driver().publicAddressPool().at(20));
    RouteTableSpec back = table("rtb-2", route("0.0.0.0/0", NAT));
    driver().ensureNetwork(routed("vpc-r", "10.1.0.0/16", table("rtb-1"), back, nat));
    InterfaceHandle hidden = attachAt("vpc-r", "eni-h", "10.1.2.11");
    openTo("vpc-r", "eni-h");
    driver().applyAddresses("vpc-r", Map.of());
    assertThat(arrives(hidden, outside, there)).isFalse();
    driver().ensureNetwork(routed("vpc-r", "10.1.0.0/16", table("rtb-1", internet()), back, nat));
    assertThat(arrives(hidden, outside, there)).isTrue();
  }

  @Test
  void blackholesSwallowWhatWiderRoutesWouldTake() throws Exception {
    Ipv4Address there = driver().publicAddressPool().at(99);
    InterfaceHandle outside = outside(there);
    RouteTableSpec routes =
        table("rtb-1", internet(), route(there + "/32", new RouteTarget.Blackhole()));
    RouteTableSpec other = table("rtb-2", internet());
    driver().ensureNetwork(routed("vpc-r", "10.1.0.0/16", routes, other));
    InterfaceHandle one = attachAt("vpc-r", "eni-1", "10.1.1.11");
    InterfaceHandle two = attachAt("vpc-r", "eni-2", "10.1.2.11");
    openTo("vpc-r", "eni-1", "eni-2");
    Ipv4Cidr pool = driver().publicAddressPool();
    driver()
        .applyAddresses(
            "vpc-r",
            Map.of(
                pool.at(11),
                one.spec().privateAddress(),
                pool.at(12),
                two.spec().privateAddress()));
    assertThat(arrives(one, outside, there)).isFalse();
    assertThat(arrives(two, outside, there)).isTrue();
  }

  @Test
  void interfaceForwardsForOthersWithoutItsCheck() throws Exception {
    Ipv4Address there = driver().publicAddressPool().at(99);
    InterfaceHandle outside = outside(there);
    RouteTableSpec front = table("rtb-1", internet());
    RouteTableSpec back = table("rtb-2", route("0.0.0.0/0", new RouteTarget.Interface("eni-nat")));
    driver().ensureNetwork(routed("vpc-r", "10.1.0.0/16", front, back));
    InterfaceHandle hidden = attachAt("vpc-r", "eni-h", "10.1.2.11");
    InterfaceHandle nat = attachAt("vpc-r", "eni-nat", "10.1.1.5");
    openTo("vpc-r", "eni-h", "eni-nat");
    Ipv4Address outer = driver().publicAddressPool().at(20);
    driver().applyAddresses("vpc-r", Map.of(outer, nat.spec().privateAddress()));
    NetworkNamespaces.inside(nat.namespacePath(), LinuxNetworkRouteTest::masquerade);
    assertThat(arrives(hidden, outside, there)).as("its check is on").isFalse();
    driver().attach(unchecked(nat.spec()));
    assertThat(peerSeen(hidden, outside, there)).isEqualTo(outer.toInetAddress());
    assertThat(driver().verify("vpc-r")).isEmpty();
    driver().attach(nat.spec());
    assertThat(arrives(hidden, outside, there)).isFalse();
    assertThat(driver().verify("vpc-r")).isEmpty();
  }

  /** What a NAT instance does of its own. */
  private static boolean masquerade() {
    return vandalize(
        """
        add table ip nat
        add chain ip nat leave { type nat hook postrouting priority 100; policy accept; }
        add rule ip nat leave masquerade
        """);
  }

  @Test
  void serviceAnswersWhomARouteLeadsToIt() throws Exception {
    RouteTableSpec endpoint =
        table("rtb-1", route(SERVICE + "/32", new RouteTarget.GatewayEndpoint("vpce-1")));
    serve(endpoint, table("rtb-2"));
    InterfaceHandle one = attachAt("vpc-r", "eni-1", "10.1.1.11");
    InterfaceHandle two = attachAt("vpc-r", "eni-2", "10.1.2.11");
    openTo("vpc-r", "eni-1", "eni-2");
    driver().applyAddresses("vpc-r", Map.of());
    try (ServerSocketChannel server = driver().listen("vpc-r", SERVICE, 80)) {
      assertThat(server.isOpen()).isTrue();
      assertThat(Laboratory.connects(one.namespacePath(), SERVICE, 80)).isTrue();
      assertThat(Laboratory.connects(two.namespacePath(), SERVICE, 80)).isFalse();
      assertThat(Laboratory.connects(one.namespacePath(), SERVICE, 81)).isFalse();
      serve(endpoint, table("rtb-2", internet()));
      assertThat(Laboratory.connects(two.namespacePath(), SERVICE, 80))
          .as("without a public address")
          .isFalse();
      driver()
          .applyAddresses(
              "vpc-r", Map.of(driver().publicAddressPool().at(12), two.spec().privateAddress()));
      assertThat(Laboratory.connects(two.namespacePath(), SERVICE, 80)).isTrue();
      assertThat(driver().verify("vpc-r")).isEmpty();
    }
  }

  @Test
  void groupsAndAclsHoldTowardsServices() throws Exception {
    RouteTarget endpoint = new RouteTarget.GatewayEndpoint("vpce-1");
    RouteTableSpec routes = table("rtb-1", route(SERVICE + "/32", endpoint));
    serve(routes, table("rtb-2"));
    InterfaceHandle one = attachAt("vpc-r", "eni-1", "10.1.1.11");
    openTo("vpc-r", "eni-1");
    try (ServerSocketChannel server = driver().listen("vpc-r", SERVICE, 80)) {
      assertThat(server.isOpen()).isTrue();
      assertThat(Laboratory.connects(one.namespacePath(), SERVICE, 80)).isTrue();
      FirewallGroup mute = new FirewallGroup("sg-mute", List.of(every()), List.of());
      driver()
          .applyFirewall(
              "vpc-r", FirewallSpec.of(List.of(mute), Map.of("eni-1", Set.of("sg-mute"))));
      assertThat(Laboratory.connects(one.namespacePath(), SERVICE, 80)).isFalse();
      openTo("vpc-r", "eni-1");
      AclRule all = new AclRule(true, new Traffic.All(), Ipv4Cidr.ANYWHERE);
      serve(routes, table("rtb-2"), new AclSpec("acl-open", List.of(), List.of(all)));
      assertThat(Laboratory.connects(one.namespacePath(), SERVICE, 80)).isFalse();
      serve(routes, table("rtb-2"), new AclSpec("acl-open", List.of(all), List.of()));
      assertThat(Laboratory.connects(one.namespacePath(), SERVICE, 80)).isFalse();
      serve(routes, table("rtb-2"));
      assertThat(Laboratory.connects(one.namespacePath(), SERVICE, 80)).isTrue();
      assertThat(driver().verify("vpc-r")).isEmpty();
    }
  }

  private static FirewallRule every() {
    return new FirewallRule(new Traffic.All(), Peer.anywhere());
  }

  private void serve(RouteTableSpec one, RouteTableSpec two) {
    serve(one, two, AclSpec.open("acl-open"));
  }

  private void serve(RouteTableSpec one, RouteTableSpec two, AclSpec acl) {
    NetworkSpec plain = routed("vpc-r", "10.1.0.0/16", one, two);
    driver()
        .ensureNetwork(
            new NetworkSpec(
                plain.id(),
                plain.cidrs(),
                plain.subnets(),
                plain.routeTables(),
                List.of(acl),
                true,
                List.of(),
                Set.of(SERVICE)));
  }
}
