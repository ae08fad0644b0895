package croft.drivers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.network.NetworkException.Kind;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every network driver does. Each test starts from a driver without networks. */
public abstract class NetworkDriverContract {
  protected static final String NETWORK = "vpc-0a";
  protected static final SubnetSpec SUBNET = SubnetSpec.open("subnet-0a", cidr("10.0.1.0/24"));
  protected static final SubnetSpec OTHER_SUBNET =
      SubnetSpec.open("subnet-0b", cidr("10.0.2.0/24"));
  protected static final NetworkSpec SPEC = network(NETWORK, true);

  protected abstract NetworkDriver driver();

  /** Whether a flow from one attached interface reaches another at an address. */
  protected abstract boolean reaches(
      InterfaceSpec from, InterfaceSpec to, Ipv4Address address, Packet packet);

  private boolean reaches(InterfaceSpec from, InterfaceSpec to, Packet packet) {
    return reaches(from, to, to.privateAddress(), packet);
  }

  protected static NetworkSpec network(String id, boolean gateway) {
    return NetworkSpec.open(
        id, List.of(cidr("10.0.0.0/16")), List.of(SUBNET, OTHER_SUBNET), gateway);
  }

  protected static Ipv4Cidr cidr(String text) {
    return Ipv4Cidr.parse(text);
  }

  protected static Ipv4Address address(String text) {
    return Ipv4Address.parse(text);
  }

  protected static InterfaceSpec nic(String id, String privateAddress) {
    return nic(NETWORK, id, privateAddress);
  }

  protected static InterfaceSpec nic(String networkId, String id, String privateAddress) {
    Ipv4Address address = address(privateAddress);
    String subnet = SUBNET.cidr().contains(address) ? SUBNET.id() : OTHER_SUBNET.id();
    String mac = "02:00:00:00:%02x:%02x".formatted(address.bytes()[2], address.bytes()[3]);
    return new InterfaceSpec(
        id, networkId, subnet, List.of(address), new MacAddress(mac), true, "i-" + id, 0);
  }

  protected static FirewallRule tcp(int from, int to, Peer peer) {
    return new FirewallRule(new Traffic.Ports(Traffic.TCP, from, to), peer);
  }

  protected static FirewallRule udp(int port, Peer peer) {
    return new FirewallRule(new Traffic.Ports(Traffic.UDP, port, port), peer);
  }

  protected static FirewallRule icmp(int type, int code, Peer peer) {
    return new FirewallRule(new Traffic.Icmp(type, code), peer);
  }

  protected static FirewallRule all(Peer peer) {
    return new FirewallRule(new Traffic.All(), peer);
  }

  /** A group that lets everything out. */
  protected static FirewallGroup group(String id, FirewallRule... ingress) {
    return new FirewallGroup(id, List.of(ingress), List.of(all(Peer.anywhere())));
  }

  @Test
  void networksAreThereUntilRemoved() {
    driver().ensureNetwork(SPEC);
    driver().ensureNetwork(SPEC);
    driver().ensureNetwork(network("vpc-0b", false));
    assertThat(driver().networks()).containsExactly(SPEC, network("vpc-0b", false));
    driver().removeNetwork("vpc-0b");
    driver().removeNetwork("vpc-0b");
    assertThat(driver().networks()).containsExactly(SPEC);
  }

  @Test
  void networkChangesInPlace() {
    driver().ensureNetwork(SPEC);
    NetworkSpec wider =
        NetworkSpec.open(
            NETWORK,
            List.of(cidr("10.0.0.0/16"), cidr("10.1.0.0/16")),
            List.of(SUBNET, SubnetSpec.open("subnet-0c", cidr("10.1.0.0/24"))),
            false);
    driver().ensureNetwork(wider);
    assertThat(driver().networks()).containsExactly(wider);
    assertThat(driver().verify(NETWORK)).isEmpty();
  }

  @Test
  void interfacesAreFoundUntilDetached() {
    driver().ensureNetwork(SPEC);
    InterfaceHandle one = driver().attach(nic("eni-1", "10.0.1.11"));
    InterfaceHandle two = driver().attach(nic("eni-2", "10.0.2.11"));
    assertThat(one.router()).isEqualTo(address("10.0.1.1"));
    assertThat(two.router()).isEqualTo(address("10.0.2.1"));
    assertThat(driver().attach(one.spec())).isEqualTo(one);
    assertThat(driver().interfaces(NETWORK)).containsExactly(one, two);
    assertThat(driver().verify(NETWORK)).isEmpty();
    driver().detach("eni-1");
    driver().detach("eni-1");
    assertThat(driver().interfaces(NETWORK)).containsExactly(two);
  }

  @Test
  void refusesWhatContradicts() {
    driver().ensureNetwork(SPEC);
    driver().attach(nic("eni-1", "10.0.1.11"));
    refuses(Kind.CONFLICT, () -> driver().attach(nic("eni-2", "10.0.1.11")));
    refuses(Kind.CONFLICT, () -> driver().attach(nic("eni-3", "10.0.1.1")));
    refuses(Kind.CONFLICT, () -> driver().attach(nic("eni-3", "10.0.2.255")));
    refuses(Kind.CONFLICT, () -> driver().removeNetwork(NETWORK));
    NetworkSpec without =
        NetworkSpec.open(NETWORK, SPEC.cidrs(), List.of(OTHER_SUBNET), SPEC.internetGateway());
    refuses(Kind.CONFLICT, () -> driver().ensureNetwork(without));
    refuses(Kind.UNKNOWN_NETWORK, () -> driver().attach(nic("vpc-0z", "eni-4", "10.0.1.9")));
    refuses(Kind.UNKNOWN_NETWORK, () -> driver().interfaces("vpc-0z"));
    refuses(Kind.UNKNOWN_NETWORK, () -> driver().applyFirewall("vpc-0z", FirewallSpec.EMPTY));
    refuses(Kind.UNKNOWN_INTERFACE, () -> driver().counters("eni-9"));
    assertThat(driver().interfaces(NETWORK)).hasSize(1);
  }

  @Test
  void publicAddressesNeedAnInternetGateway() {
    driver().ensureNetwork(network(NETWORK, false));
    driver().ensureNetwork(network("vpc-0b", true));
    Ipv4Address elastic = address("100.96.0.7");
    Map<Ipv4Address, Ipv4Address> map = Map.of(elastic, address("10.0.1.11"));
    refuses(Kind.CONFLICT, () -> driver().applyAddresses(NETWORK, map));
    driver().applyAddresses(NETWORK, Map.of());
    driver().applyAddresses("vpc-0b", map);
    driver().applyAddresses("vpc-0b", map);
    refuses(Kind.CONFLICT, () -> driver().ensureNetwork(network("vpc-0b", false)));
    driver().applyAddresses("vpc-0b", Map.of());
    driver().ensureNetwork(network("vpc-0b", false));
  }

  @Test
  void publicAddressBelongsToOneNetwork() {
    driver().ensureNetwork(SPEC);
    driver().ensureNetwork(network("vpc-0b", true));
    Map<Ipv4Address, Ipv4Address> map = Map.of(address("100.96.0.7"), address("10.0.1.11"));
    driver().applyAddresses(NETWORK, map);
    refuses(Kind.CONFLICT, () -> driver().applyAddresses("vpc-0b", map));
    driver().applyAddresses(NETWORK, Map.of());
    driver().applyAddresses("vpc-0b", map);
  }

  @Test
  void withoutGroupsNothingPasses() {
    driver().ensureNetwork(SPEC);
    InterfaceSpec one = attached("eni-1", "10.0.1.11");
    InterfaceSpec two = attached("eni-2", "10.0.1.12");
    assertThat(reaches(one, two, Packet.tcp(80))).isFalse();
    driver().applyFirewall(NETWORK, FirewallSpec.EMPTY);
    assertThat(reaches(one, two, Packet.tcp(80))).isFalse();
  }

  @Test
  void ingressPassesWhatARuleNames() {
    driver().ensureNetwork(SPEC);
    InterfaceSpec client = attached("eni-1", "10.0.1.11");
    InterfaceSpec server = attached("eni-2", "10.0.2.12");
    FirewallGroup web =
        group(
            "sg-web",
            tcp(80, 81, Peer.cidr("10.0.1.0/24")),
            udp(53, Peer.anywhere()),
            icmp(8, -1, Peer.cidr("10.0.1.11/32")));
    driver()
        .applyFirewall(
            NETWORK,
            FirewallSpec.of(
                List.of(group("sg-none"), web),
                Map.of("eni-1", Set.of("sg-none"), "eni-2", Set.of("sg-web", "sg-none"))));
    assertThat(reaches(client, server, Packet.tcp(80))).isTrue();
    assertThat(reaches(client, server, Packet.tcp(81))).isTrue();
    assertThat(reaches(client, server, Packet.tcp(82))).isFalse();
    assertThat(reaches(client, server, Packet.udp(53))).isTrue();
    assertThat(reaches(client, server, Packet.udp(54))).isFalse();
    assertThat(reaches(client, server, Packet.ping())).isTrue();
    assertThat(reaches(server, client, Packet.tcp(80))).isFalse();
    assertThat(reaches(server, client, Packet.ping())).isFalse();
    assertThat(driver().verify(NETWORK)).isEmpty();
  }

  @Test
  void egressHoldsBackWhatNoRuleNames() {
    driver().ensureNetwork(SPEC);
    InterfaceSpec client = attached("eni-1", "10.0.1.11");
    InterfaceSpec server = attached("eni-2", "10.0.1.12");
    FirewallGroup narrow =
        new FirewallGroup(
            "sg-narrow", List.of(), List.of(tcp(443, 443, Peer.cidr("10.0.1.12/32"))));
    FirewallGroup open = group("sg-open", all(Peer.anywhere()));
    driver()
        .applyFirewall(
            NETWORK,
            FirewallSpec.of(
                List.of(narrow, open),
                Map.of("eni-1", Set.of("sg-narrow"), "eni-2", Set.of("sg-open"))));
    assertThat(reaches(client, server, Packet.tcp(443))).isTrue();
    assertThat(reaches(client, server, Packet.tcp(80))).isFalse();
    assertThat(reaches(client, server, Packet.ping())).isFalse();
  }

  @Test
  void groupReferencesFollowTheirMembers() {
    driver().ensureNetwork(SPEC);
    InterfaceSpec one = attached("eni-1", "10.0.1.11");
    InterfaceSpec two = attached("eni-2", "10.0.1.12");
    InterfaceSpec database = attached("eni-3", "10.0.2.13");
    List<FirewallGroup> groups =
        List.of(group("sg-app"), group("sg-db", tcp(3306, 3306, new Peer.Group("sg-app"))));
    Set<String> app = Set.of("sg-app");
    Set<String> db = Set.of("sg-db");
    driver()
        .applyFirewall(
            NETWORK, FirewallSpec.of(groups, Map.of("eni-1", app, "eni-2", db, "eni-3", db)));
    assertThat(reaches(one, database, Packet.tcp(3306))).isTrue();
    assertThat(reaches(two, database, Packet.tcp(3306))).isFalse();
    driver()
        .applyFirewall(
            NETWORK, FirewallSpec.of(groups, Map.of("eni-1", db, "eni-2", app, "eni-3", db)));
    assertThat(reaches(one, database, Packet.tcp(3306))).isFalse();
    assertThat(reaches(two, database, Packet.tcp(3306))).isTrue();
    assertThat(driver().verify(NETWORK)).isEmpty();
  }

  @Test
  void membershipCountsFromAttaching() {
    driver().ensureNetwork(SPEC);
    FirewallSpec spec =
        FirewallSpec.of(
            List.of(group("sg-self", all(new Peer.Group("sg-self")))),
            Map.of("eni-1", Set.of("sg-self"), "eni-2", Set.of("sg-self")));
    driver().applyFirewall(NETWORK, spec);
    InterfaceSpec one = attached("eni-1", "10.0.1.11");
    InterfaceSpec two = attached("eni-2", "10.0.2.12");
    assertThat(reaches(one, two, Packet.tcp(80))).isTrue();
    driver().detach("eni-1");
    InterfaceSpec other = attached("eni-9", "10.0.1.11");
    assertThat(reaches(other, two, Packet.tcp(80))).isFalse();
  }

  @Test
  void prefixListsChange() {
    driver().ensureNetwork(SPEC);
    InterfaceSpec one = attached("eni-1", "10.0.1.11");
    InterfaceSpec two = attached("eni-2", "10.0.2.12");
    FirewallGroup listed = group("sg-listed", tcp(80, 80, new Peer.PrefixList("pl-1")));
    Map<String, Set<String>> members =
        Map.of("eni-1", Set.of("sg-listed"), "eni-2", Set.of("sg-listed"));
    for (String blocks : List.of("10.0.1.0/24", "10.0.1.0/28,10.0.1.8/29", "10.0.2.0/24", "")) {
      Set<Ipv4Cidr> cidrs =
          blocks.isEmpty()
              ? Set.of()
              : Set.of(blocks.split(",")).stream()
                  .map(Ipv4Cidr::parse)
                  .collect(Collectors.toUnmodifiableSet());
      driver()
          .applyFirewall(
              NETWORK, new FirewallSpec(List.of(listed), members, Map.of("pl-1", cidrs), Map.of()));
      assertThat(reaches(one, two, Packet.tcp(80))).isEqualTo(blocks.startsWith("10.0.1."));
      assertThat(driver().verify(NETWORK)).isEmpty();
    }
  }

  @Test
  void listensInsideNetworks() throws IOException {
    driver().ensureNetwork(SPEC);
    try (ServerSocketChannel server = driver().listen(NETWORK, address("169.254.169.254"), 80)) {
      assertThat(server.isOpen()).isTrue();
    }
    refuses(Kind.CONFLICT, () -> driver().listen(NETWORK, address("10.0.1.99"), 80));
    refuses(Kind.UNKNOWN_NETWORK, () -> driver().listen("vpc-0z", address("169.254.169.254"), 80));
  }

  @Test
  void removesEverything() {
    driver().ensureNetwork(SPEC);
    attached("eni-1", "10.0.1.11");
    driver().applyAddresses(NETWORK, Map.of(address("100.96.0.7"), address("10.0.1.11")));
    driver().removeAll();
    driver().removeAll();
    assertThat(driver().networks()).isEmpty();
    driver().ensureNetwork(SPEC);
    assertThat(driver().interfaces(NETWORK)).isEmpty();
  }

  protected InterfaceSpec attached(String id, String privateAddress) {
    return driver().attach(nic(id, privateAddress)).spec();
  }

  private static void refuses(Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NetworkException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }
}
