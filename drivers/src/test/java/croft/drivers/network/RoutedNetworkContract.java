package croft.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.network.NetworkException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every network driver does with routes, ACLs, NAT gateways, peerings, and machines of several
 * interfaces. Networks have two subnets, {@code one} and {@code two}.
 */
public abstract class RoutedNetworkContract {
  private static final AclSpec OPEN = AclSpec.open("acl-open");
  private static final RouteTableSpec NONE = new RouteTableSpec("rtb-none", List.of());
  private static final RouteTableSpec INTERNET =
      new RouteTableSpec(
          "rtb-net", List.of(new RouteSpec(Ipv4Cidr.ANYWHERE, new RouteTarget.InternetGateway())));

  protected abstract NetworkDriver driver();

  /** Whether a flow from one attached interface reaches another at an address. */
  protected abstract boolean reaches(
      InterfaceSpec from, InterfaceSpec to, Ipv4Address address, Packet packet);

  private static NetworkSpec network(
      String id,
      String base,
      RouteTableSpec one,
      RouteTableSpec two,
      AclSpec acl,
      NatGatewaySpec... nat) {
    Ipv4Cidr cidr = Ipv4Cidr.parse(base + ".0.0/16");
    return new NetworkSpec(
        id,
        List.of(cidr),
        List.of(
            new SubnetSpec("one", Ipv4Cidr.parse(base + ".1.0/24"), one.id(), OPEN.id()),
            new SubnetSpec("two", Ipv4Cidr.parse(base + ".2.0/24"), two.id(), acl.id())),
        one.equals(two) ? List.of(one) : List.of(one, two),
        acl.equals(OPEN) ? List.of(OPEN) : List.of(OPEN, acl),
        true,
        List.of(nat),
        Set.of());
  }

  private InterfaceSpec attached(String networkId, String id, String... addresses) {
    return driver().attach(nic(networkId, id, "i-" + id, 0, addresses)).spec();
  }

  private static InterfaceSpec nic(
      String networkId, String id, String machineId, int index, String... addresses) {
    List<Ipv4Address> all = List.of(addresses).stream().map(Ipv4Address::parse).toList();
    byte[] bytes = all.getFirst().bytes();
    return new InterfaceSpec(
        id,
        networkId,
        bytes[2] == 1 ? "one" : "two",
        all,
        new MacAddress("02:00:00:%02x:%02x:%02x".formatted(bytes[1], bytes[2], bytes[3])),
        true,
        machineId,
        index);
  }

  /** Every interface in a group that lets all pass. */
  private void open(String networkId) {
    List<FirewallRule> all = List.of(new FirewallRule(new Traffic.All(), Peer.anywhere()));
    Map<String, Set<String>> members = new HashMap<>();
    driver()
        .interfaces(networkId)
        .forEach(handle -> members.put(handle.spec().id(), Set.of("sg-open")));
    driver()
        .applyFirewall(
            networkId, FirewallSpec.of(List.of(new FirewallGroup("sg-open", all, all)), members));
  }

  private boolean reaches(InterfaceSpec from, InterfaceSpec to) {
    return reaches(from, to, to.privateAddress(), Packet.tcp(80));
  }

  @Test
  void routeTableOfTheSubnetDecides() {
    driver().ensureNetwork(network("vpc-a", "10.1", INTERNET, NONE, OPEN));
    driver().ensureNetwork(network("vpc-b", "10.2", INTERNET, NONE, OPEN));
    InterfaceSpec front = attached("vpc-a", "eni-f", "10.1.1.11");
    InterfaceSpec back = attached("vpc-a", "eni-b", "10.1.2.11");
    InterfaceSpec there = attached("vpc-b", "eni-t", "10.2.1.11");
    open("vpc-a");
    open("vpc-b");
    Ipv4Cidr pool = driver().publicAddressPool();
    driver()
        .applyAddresses(
            "vpc-a", Map.of(pool.at(1), front.privateAddress(), pool.at(2), back.privateAddress()));
    driver().applyAddresses("vpc-b", Map.of(pool.at(3), there.privateAddress()));
    assertThat(reaches(front, there, pool.at(3), Packet.tcp(80))).isTrue();
    assertThat(reaches(back, there, pool.at(3), Packet.tcp(80))).isFalse();
    assertThat(reaches(there, front, pool.at(1), Packet.udp(80))).isTrue();
    assertThat(reaches(there, back, pool.at(2), Packet.udp(80))).isFalse();
    assertThat(reaches(front, back)).isTrue();
    assertThat(driver().verify("vpc-a")).isEmpty();
  }

  @Test
  void natGatewayLeadsOutOnly() {
    Ipv4Cidr pool = driver().publicAddressPool();
    RouteTableSpec byNat =
        new RouteTableSpec(
            "rtb-nat",
            List.of(new RouteSpec(Ipv4Cidr.ANYWHERE, new RouteTarget.NatGateway("nat-1"))));
    NatGatewaySpec nat =
        new NatGatewaySpec("nat-1", "one", Ipv4Address.parse("10.1.1.5"), Optional.of(pool.at(9)));
    driver().ensureNetwork(network("vpc-a", "10.1", INTERNET, byNat, OPEN, nat));
    driver().ensureNetwork(network("vpc-b", "10.2", INTERNET, NONE, OPEN));
    InterfaceSpec hidden = attached("vpc-a", "eni-h", "10.1.2.11");
    InterfaceSpec there = attached("vpc-b", "eni-t", "10.2.1.11");
    open("vpc-a");
    open("vpc-b");
    driver().applyAddresses("vpc-a", Map.of());
    driver().applyAddresses("vpc-b", Map.of(pool.at(3), there.privateAddress()));
    assertThat(reaches(hidden, there, pool.at(3), Packet.tcp(80))).isTrue();
    assertThat(reaches(there, hidden, pool.at(9), Packet.udp(80))).isFalse();
    refuses(() -> driver().attach(nic("vpc-a", "eni-x", "i-x", 0, "10.1.1.5")));
    refuses(() -> driver().applyAddresses("vpc-b", Map.of(pool.at(9), there.privateAddress())));
    driver().ensureNetwork(network("vpc-a", "10.1", NONE, byNat, OPEN, nat));
    assertThat(reaches(hidden, there, pool.at(3), Packet.udp(80))).isFalse();
  }

  @Test
  void aclJudgesEachPacketAtTheBorder() {
    AclRule in = new AclRule(true, Traffic.of(6, 80, 80), Ipv4Cidr.parse("10.1.1.0/24"));
    AclRule not = new AclRule(false, new Traffic.All(), Ipv4Cidr.parse("10.1.1.12/32"));
    AclRule answers = new AclRule(true, Traffic.of(6, 1024, 65535), Ipv4Cidr.ANYWHERE);
    AclSpec acl = new AclSpec("acl-1", List.of(not, in), List.of(answers));
    driver().ensureNetwork(network("vpc-a", "10.1", NONE, NONE, acl));
    InterfaceSpec good = attached("vpc-a", "eni-g", "10.1.1.11");
    InterfaceSpec bad = attached("vpc-a", "eni-b", "10.1.1.12");
    InterfaceSpec server = attached("vpc-a", "eni-s", "10.1.2.11");
    InterfaceSpec neighbour = attached("vpc-a", "eni-n", "10.1.2.12");
    open("vpc-a");
    assertThat(reaches(good, server)).isTrue();
    assertThat(reaches(bad, server)).isFalse();
    assertThat(reaches(good, server, server.privateAddress(), Packet.tcp(81))).isFalse();
    assertThat(reaches(neighbour, server, server.privateAddress(), Packet.tcp(81))).isTrue();
    AclSpec mute = new AclSpec("acl-1", List.of(in), List.of());
    driver().ensureNetwork(network("vpc-a", "10.1", NONE, NONE, mute));
    assertThat(reaches(good, server)).as("no answer").isFalse();
    driver().ensureNetwork(network("vpc-a", "10.1", NONE, NONE, OPEN));
    assertThat(reaches(bad, server)).isTrue();
    assertThat(driver().verify("vpc-a")).isEmpty();
  }

  @Test
  void peeringJoinsTwoNetworks() {
    PeeringSpec ab = new PeeringSpec("pcx-1", "vpc-a", "vpc-b");
    RouteTarget over = new RouteTarget.Peering("pcx-1");
    RouteTableSpec there =
        new RouteTableSpec("rtb-b", List.of(new RouteSpec(Ipv4Cidr.parse("10.2.0.0/16"), over)));
    RouteTableSpec back =
        new RouteTableSpec("rtb-a", List.of(new RouteSpec(Ipv4Cidr.parse("10.1.0.0/16"), over)));
    driver().ensureNetwork(network("vpc-a", "10.1", there, NONE, OPEN));
    driver().ensureNetwork(network("vpc-b", "10.2", back, NONE, OPEN));
    driver().ensureNetwork(network("vpc-c", "10.1", NONE, NONE, OPEN));
    InterfaceSpec a = attached("vpc-a", "eni-a", "10.1.1.11");
    InterfaceSpec b = attached("vpc-b", "eni-b", "10.2.1.11");
    InterfaceSpec unrouted = attached("vpc-b", "eni-u", "10.2.2.11");
    open("vpc-a");
    open("vpc-b");
    assertThat(reaches(a, b)).isFalse();
    driver().ensurePeering(ab);
    driver().ensurePeering(ab);
    assertThat(driver().peerings()).containsExactly(ab);
    assertThat(reaches(a, b)).isTrue();
    assertThat(reaches(b, a)).isTrue();
    assertThat(reaches(a, unrouted)).as("no way back").isFalse();
    refuses(() -> driver().ensurePeering(new PeeringSpec("pcx-2", "vpc-a", "vpc-c")));
    refuses(() -> driver().ensurePeering(new PeeringSpec("pcx-1", "vpc-b", "vpc-c")));
    NetworkSpec overlapping =
        new NetworkSpec(
            "vpc-b",
            List.of(Ipv4Cidr.parse("10.2.0.0/16"), Ipv4Cidr.parse("10.1.0.0/20")),
            network("vpc-b", "10.2", back, NONE, OPEN).subnets(),
            List.of(back, NONE),
            List.of(OPEN),
            true,
            List.of(),
            Set.of());
    refuses(() -> driver().ensureNetwork(overlapping));
    driver().removePeering("pcx-1");
    assertThat(reaches(a, b)).isFalse();
    driver().ensurePeering(ab);
    driver().detach("eni-a");
    driver().removeNetwork("vpc-a");
    assertThat(driver().peerings()).isEmpty();
  }

  @Test
  void machinesHaveSeveralInterfacesAndAddresses() {
    driver().ensureNetwork(network("vpc-a", "10.1", NONE, NONE, OPEN));
    InterfaceSpec first = nic("vpc-a", "eni-1", "i-1", 0, "10.1.1.11", "10.1.1.12");
    InterfaceSpec second = nic("vpc-a", "eni-2", "i-1", 1, "10.1.2.11");
    InterfaceHandle one = driver().attach(first);
    InterfaceHandle two = driver().attach(second);
    assertThat(two.namespacePath()).isEqualTo(one.namespacePath());
    assertThat(driver().namespacePath("i-1")).isEqualTo(one.namespacePath());
    assertThat(List.of(one.deviceName(), two.deviceName())).containsExactly("eth0", "eth1");
    InterfaceSpec client = attached("vpc-a", "eni-c", "10.1.2.20");
    open("vpc-a");
    for (Ipv4Address address : first.privateAddresses()) {
      assertThat(reaches(client, first, address, Packet.tcp(80))).isTrue();
    }
    assertThat(reaches(client, second)).isTrue();
    refuses(() -> driver().attach(nic("vpc-a", "eni-3", "i-1", 1, "10.1.1.30")));
    refuses(() -> driver().attach(nic("vpc-a", "eni-3", "i-3", 0, "10.1.1.12")));
    refuses(() -> driver().attach(nic("vpc-a", "eni-2", "i-1", 2, "10.1.2.11")));
    InterfaceSpec fewer = nic("vpc-a", "eni-1", "i-1", 0, "10.1.1.11");
    assertThat(driver().attach(fewer).spec()).isEqualTo(fewer);
    assertThat(reaches(client, first, Ipv4Address.parse("10.1.1.12"), Packet.tcp(80))).isFalse();
    driver().detach("eni-2");
    assertThat(reaches(client, first)).isTrue();
    assertThat(driver().verify("vpc-a")).isEmpty();
  }

  private static void refuses(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            NetworkException.class,
            e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.CONFLICT));
  }
}
