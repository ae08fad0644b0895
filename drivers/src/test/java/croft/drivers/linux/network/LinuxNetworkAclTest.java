package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.network.AclRule;
import croft.drivers.network.AclSpec;
import croft.drivers.network.Difference;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NatGatewaySpec;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Packet;
import croft.drivers.network.PeeringSpec;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.RouteTarget;
import croft.drivers.network.SubnetSpec;
import croft.drivers.network.Traffic;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Network ACLs: every packet, at the borders of subnets. */
final class LinuxNetworkAclTest extends PacketTest {
  private static final Ipv4Cidr ANYWHERE = Ipv4Cidr.ANYWHERE;
  private static final RouteTableSpec PLAIN = table("rtb-1");

  private static AclRule allow(int protocol, int from, int to, String block) {
    return new AclRule(true, Traffic.of(protocol, from, to), cidr(block));
  }

  private static AclRule deny(int protocol, int from, int to, String block) {
    return new AclRule(false, Traffic.of(protocol, from, to), cidr(block));
  }

  private static AclRule every() {
    return new AclRule(true, new Traffic.All(), ANYWHERE);
  }

  /** Two subnets: the first with an open ACL, the second with this one. */
  private void guarded(AclSpec acl) {
    guarded(acl, PLAIN, table("rtb-2"));
  }

  private void guarded(AclSpec acl, RouteTableSpec one, RouteTableSpec two, NatGatewaySpec... nat) {
    NetworkSpec open = routed("vpc-g", "10.1.0.0/16", one, two, nat);
    SubnetSpec first = open.subnets().getFirst();
    SubnetSpec second = open.subnets().getLast();
    driver()
        .ensureNetwork(
            new NetworkSpec(
                open.id(),
                open.cidrs(),
                List.of(
                    first,
                    new SubnetSpec(second.id(), second.cidr(), second.routeTableId(), acl.id())),
                open.routeTables(),
                List.of(AclSpec.open("acl-open"), acl),
                true,
                open.natGateways(),
                Set.of()));
  }

  @Test
  void firstMatchingRuleDecidesAtTheBorderOnly() throws Exception {
    List<AclRule> ingress =
        List.of(
            deny(6, 80, 80, "10.1.1.11/32"),
            allow(6, 80, 81, "10.1.1.0/24"),
            allow(1, 8, -1, "0.0.0.0/0"));
    guarded(new AclSpec("acl-1", ingress, List.of(every())));
    InterfaceHandle bad = attachAt("vpc-g", "eni-b", "10.1.1.11");
    InterfaceHandle good = attachAt("vpc-g", "eni-g", "10.1.1.12");
    InterfaceHandle server = attachAt("vpc-g", "eni-s", "10.1.2.11");
    InterfaceHandle neighbour = attachAt("vpc-g", "eni-n", "10.1.2.12");
    openTo("vpc-g", "eni-b", "eni-g", "eni-s", "eni-n");
    assertThat(laboratory.reaches(bad, server, Packet.tcp(80))).isFalse();
    assertThat(laboratory.reaches(bad, server, Packet.tcp(81))).isTrue();
    assertThat(laboratory.reaches(good, server, Packet.tcp(80))).isTrue();
    assertThat(laboratory.reaches(good, server, Packet.tcp(82))).isFalse();
    assertThat(laboratory.reaches(good, server, Packet.udp(80))).isFalse();
    assertThat(laboratory.reaches(good, server, Packet.ping())).isTrue();
    assertThat(laboratory.reaches(neighbour, server, Packet.tcp(82))).as("no border").isTrue();
    assertThat(driver().verify("vpc-g")).isEmpty();
  }

  @Test
  void answersAreJudgedByThemselves() throws Exception {
    List<AclRule> web = List.of(allow(6, 80, 80, "10.1.1.0/24"));
    guarded(new AclSpec("acl-1", web, List.of()));
    InterfaceHandle client = attachAt("vpc-g", "eni-c", "10.1.1.11");
    InterfaceHandle server = attachAt("vpc-g", "eni-s", "10.1.2.11");
    openTo("vpc-g", "eni-c", "eni-s");
    assertThat(reaches(client, server)).as("no answer leaves").isFalse();
    guarded(new AclSpec("acl-1", web, List.of(allow(6, 1024, 65535, "10.1.1.0/24"))));
    assertThat(reaches(client, server)).isTrue();
    assertThat(laboratory.reaches(server, client, Packet.tcp(80))).isFalse();
    assertThat(driver().verify("vpc-g")).isEmpty();
  }

  @Test
  void changeCutsFlowsThatAreEstablished() throws Exception {
    AclSpec open = new AclSpec("acl-1", List.of(every()), List.of(every()));
    guarded(open);
    InterfaceHandle client = attachAt("vpc-g", "eni-c", "10.1.1.11");
    InterfaceHandle server = attachAt("vpc-g", "eni-s", "10.1.2.11");
    openTo("vpc-g", "eni-c", "eni-s");
    try (ServerSocket listener = Laboratory.listen(server.namespacePath(), 80);
        Socket socket = connect(client, server.spec().privateAddress(), 80);
        Socket accepted = listener.accept()) {
      accepted.setSoTimeout(500);
      socket.getOutputStream().write(42);
      assertThat(accepted.getInputStream().read()).isEqualTo(42);
      guarded(new AclSpec("acl-1", List.of(), List.of(every())));
      socket.getOutputStream().write(43);
      assertThatThrownBy(() -> accepted.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      guarded(open);
      accepted.setSoTimeout(5000);
      assertThat(accepted.getInputStream().read()).isEqualTo(43);
    }
  }

  @Test
  void servicesOfTheNetworkAreExempt() throws Exception {
    guarded(new AclSpec("acl-1", List.of(), List.of()));
    InterfaceHandle closed = attachAt("vpc-g", "eni-s", "10.1.2.11");
    openTo("vpc-g", "eni-s");
    try (ServerSocketChannel metadata = driver().listen("vpc-g", METADATA, 80)) {
      assertThat(metadata.isOpen()).isTrue();
      assertThat(Laboratory.connects(closed.namespacePath(), METADATA, 80)).isTrue();
    }
  }

  @Test
  void bordersTowardsTheGatewayAndThroughNatGateways() throws Exception {
    Ipv4Address there = driver().publicAddressPool().at(99);
    InterfaceHandle outside = outside(there);
    Ipv4Address outer = driver().publicAddressPool().at(20);
    NatGatewaySpec nat =
        new NatGatewaySpec("nat-1", "two", address("10.1.2.5"), Optional.of(outer));
    RouteTableSpec back = table("rtb-1", route("0.0.0.0/0", new RouteTarget.NatGateway("nat-1")));
    RouteTableSpec front = table("rtb-2", internet());
    AclSpec open = AclSpec.open("acl-1");
    guarded(open, back, front, nat);
    InterfaceHandle hidden = attachAt("vpc-g", "eni-h", "10.1.1.11");
    InterfaceHandle server = attachAt("vpc-g", "eni-s", "10.1.2.11");
    openTo("vpc-g", "eni-h", "eni-s");
    Ipv4Address own = driver().publicAddressPool().at(21);
    driver().applyAddresses("vpc-g", Map.of(own, server.spec().privateAddress()));
    assertThat(connects(hidden, outside, there)).isTrue();
    assertThat(connects(server, outside, there)).isTrue();
    assertThat(connects(outside, server, own)).isTrue();
    List<AclRule> local = List.of(allow(-1, -1, -1, "10.1.0.0/16"));
    guarded(new AclSpec("acl-1", List.of(every()), local), back, front, nat);
    assertThat(connects(hidden, outside, there)).as("not out of the gateway's subnet").isFalse();
    assertThat(connects(server, outside, there)).isFalse();
    assertThat(connects(outside, server, own)).isFalse();
    guarded(new AclSpec("acl-1", local, List.of(every())), back, front, nat);
    assertThat(connects(hidden, outside, there)).as("answers do not come in").isFalse();
    List<AclRule> answers = List.of(local.getFirst(), allow(6, 1024, 65535, "0.0.0.0/0"));
    guarded(new AclSpec("acl-1", answers, List.of(every())), back, front, nat);
    assertThat(connects(hidden, outside, there)).isTrue();
    assertThat(connects(server, outside, there)).isTrue();
    assertThat(connects(outside, server, own)).isFalse();
    assertThat(driver().verify("vpc-g")).isEmpty();
  }

  private static boolean connects(InterfaceHandle from, InterfaceHandle to, Ipv4Address at)
      throws Exception {
    return Laboratory.connects(from.namespacePath(), to.namespacePath(), at, 80);
  }

  @Test
  void guardsPeeringsAndIsRepaired() throws Exception {
    RouteTarget peering = new RouteTarget.Peering("pcx-1");
    AclSpec open = AclSpec.open("acl-1");
    RouteTableSpec there = table("rtb-2", route("10.2.0.0/16", peering));
    guarded(open, PLAIN, there);
    RouteTableSpec back = table("rtb-1", route("10.1.0.0/16", peering));
    driver().ensureNetwork(routed("vpc-h", "10.2.0.0/16", back, table("rtb-2")));
    driver().ensurePeering(new PeeringSpec("pcx-1", "vpc-g", "vpc-h"));
    InterfaceHandle server = attachAt("vpc-g", "eni-s", "10.1.2.11");
    InterfaceHandle client = attachAt("vpc-h", "eni-c", "10.2.1.11");
    openTo("vpc-g", "eni-s");
    openTo("vpc-h", "eni-c");
    assertThat(reaches(client, server)).isTrue();
    guarded(
        new AclSpec("acl-1", List.of(deny(6, 80, 80, "10.2.1.0/24"), every()), List.of(every())),
        PLAIN,
        there);
    assertThat(reaches(client, server)).isFalse();
    assertThat(laboratory.reaches(client, server, Packet.tcp(81))).isTrue();
    NetworkNamespaces.inside(
        namespace("vpc-g"), () -> vandalize("flush chain inet croft-acls borders"));
    assertThat(driver().verify("vpc-g"))
        .extracting(Difference::what)
        .containsExactly("table croft-acls: chain borders was changed");
    guarded(
        new AclSpec("acl-1", List.of(deny(6, 80, 80, "10.2.1.0/24"), every()), List.of(every())),
        PLAIN,
        there);
    assertThat(driver().verify("vpc-g")).isEmpty();
    assertThat(reaches(client, server)).isFalse();
  }
}
