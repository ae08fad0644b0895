package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.network.Difference;
import croft.drivers.network.Difference.Subject;
import croft.drivers.network.InterfaceCounters;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Packet;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.RouteTarget;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Restarts, other hands, counters, and the end. */
final class LinuxNetworkRecoveryTest extends PacketTest {
  @Test
  void newDriverFindsWhatAKilledOneMade() throws Exception {
    InterfaceHandle one = attach(NETWORK, "eni-1", 11);
    InterfaceHandle two = attach(NETWORK, "eni-2", 12);
    openTo(NETWORK, "eni-1", "eni-2");
    Ipv4Address outer = driver().publicAddressPool().at(7);
    Map<Ipv4Address, Ipv4Address> addresses = Map.of(outer, two.spec().privateAddress());
    driver().applyAddresses(NETWORK, addresses);
    laboratory.restart();
    Path host = laboratory.host();
    assertThat(driver().networks()).containsExactly(network(NETWORK));
    assertThat(driver().interfaces(NETWORK)).containsExactly(one, two);
    assertThat(laboratory.reaches(one, two, Packet.tcp(80))).as("nobody stated a thing").isTrue();
    assertThat(laboratory.reaches(host, two.namespacePath(), outer, Packet.tcp(80))).isTrue();
    // A reconciler states everything anew, in order; at no time does a flow break.
    try (ServerSocket listener = Laboratory.listen(two.namespacePath(), 80);
        Socket socket = connect(one, two.spec().privateAddress(), 80);
        Socket accepted = listener.accept()) {
      driver().ensureNetwork(network(NETWORK));
      assertThat(laboratory.reaches(host, two.namespacePath(), outer, Packet.tcp(81))).isTrue();
      assertThat(driver().attach(one.spec())).isEqualTo(one);
      assertThat(laboratory.reaches(one, two, Packet.tcp(81))).isTrue();
      openTo(NETWORK, "eni-1", "eni-2");
      driver().applyAddresses(NETWORK, addresses);
      socket.getOutputStream().write(42);
      assertThat(accepted.getInputStream().read()).isEqualTo(42);
    }
    assertThat(driver().publicAddressPool().contains(outer)).isTrue();
    assertThat(driver().verify(NETWORK)).isEmpty();
  }

  @Test
  void verifyFindsAndRepeatingRepairs() throws Exception {
    InterfaceHandle one = attach(NETWORK, "eni-1", 11);
    InterfaceHandle two = attach(NETWORK, "eni-2", 12);
    openTo(NETWORK, "eni-1", "eni-2");
    Ipv4Address outer = driver().publicAddressPool().at(7);
    Map<Ipv4Address, Ipv4Address> addresses = Map.of(outer, two.spec().privateAddress());
    driver().applyAddresses(NETWORK, addresses);
    assertThat(driver().verify(NETWORK)).isEmpty();
    Path network = namespace(NETWORK);
    NetworkNamespaces.inside(network, () -> vandalize("flush chain inet croft-groups in-sg-open"));
    assertThat(driver().verify(NETWORK))
        .extracting(Difference::kind)
        .containsExactly(Subject.FIREWALL);
    assertThat(laboratory.reaches(one, two, Packet.tcp(80))).isFalse();
    openTo(NETWORK, "eni-1", "eni-2");
    assertThat(laboratory.reaches(one, two, Packet.tcp(80))).isTrue();
    NetworkNamespaces.inside(network, () -> vandalize("delete table inet croft-guard"));
    NetworkNamespaces.inside(network, () -> deleteDevice(Devices.of("eni-2")));
    assertThat(driver().verify(NETWORK))
        .extracting(Difference::kind)
        .contains(Subject.NETWORK, Subject.INTERFACE);
    driver().ensureNetwork(network(NETWORK));
    driver().attach(two.spec());
    assertThat(driver().verify(NETWORK)).isEmpty();
    assertThat(laboratory.reaches(one, two, Packet.tcp(80))).isTrue();
    NetworkNamespaces.inside(network, () -> deleteDevice(Devices.GATEWAY));
    assertThat(driver().verify(NETWORK)).extracting(Difference::kind).contains(Subject.NETWORK);
    driver().ensureNetwork(network(NETWORK));
    driver().applyAddresses(NETWORK, addresses);
    assertThat(driver().verify(NETWORK)).isEmpty();
    assertThat(laboratory.reaches(laboratory.host(), two.namespacePath(), outer, Packet.tcp(80)))
        .isTrue();
  }

  @Test
  void countsAsTheInstanceSeesIt() throws Exception {
    InterfaceHandle one = attach(NETWORK, "eni-1", 11);
    InterfaceHandle two = attach(NETWORK, "eni-2", 12);
    openTo(NETWORK, "eni-1", "eni-2");
    InterfaceCounters before = driver().counters("eni-1");
    try (ServerSocket listener = Laboratory.listen(two.namespacePath(), 80);
        Socket socket = connect(one, two.spec().privateAddress(), 80);
        Socket accepted = listener.accept()) {
      socket.getOutputStream().write(new byte[100_000]);
      socket.shutdownOutput();
      assertThat(accepted.getInputStream().readAllBytes()).hasSize(100_000);
    }
    InterfaceCounters after = driver().counters("eni-1");
    assertThat(after.bytesOut() - before.bytesOut()).isGreaterThan(100_000);
    assertThat(after.bytesIn() - before.bytesIn()).isBetween(1L, 50_000L);
    assertThat(driver().counters("eni-2").bytesIn()).isGreaterThan(100_000);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    attach(NETWORK, "eni-1", 11);
    driver()
        .applyAddresses(NETWORK, Map.of(driver().publicAddressPool().at(7), address("10.0.1.11")));
    driver().removeAll();
    NetworkNamespaces.inside(
        laboratory.host(),
        () -> {
          try (Links links = new Links();
              Nftables nftables = new Nftables()) {
            assertThat(links.links()).extracting(Links.Link::name).containsExactly("lo");
            assertThat(links.routes()).isEmpty();
            assertThat(nftables.run("list tables")).doesNotContain("croft");
          }
          assertThat(HostSide.isForwarding()).isFalse();
          return true;
        });
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(directory.resolve("network").toString());
  }

  @Test
  void lostRulesAndRoutesOfWaysOutAreNamedAndRepaired() throws Exception {
    RouteTableSpec front = table("rtb-1", internet());
    RouteTableSpec back = table("rtb-2", route("0.0.0.0/0", new RouteTarget.Interface("eni-n")));
    NetworkSpec spec = routed("vpc-r", "10.1.0.0/16", front, back);
    driver().ensureNetwork(spec);
    driver().attach(unchecked(at("vpc-r", "eni-n", "i-n", 0, "10.1.1.5")));
    driver().applyAddresses("vpc-r", Map.of());
    assertThat(driver().verify("vpc-r")).isEmpty();
    NetworkNamespaces.inside(namespace("vpc-r"), LinuxNetworkRecoveryTest::loseWaysOut);
    assertThat(driver().verify("vpc-r"))
        .extracting(Difference::what)
        .anyMatch(what -> what.startsWith("the rule for mark 0x1"))
        .anyMatch(what -> what.startsWith("the rule for mark 0x3"))
        .contains("the default route to the host is gone")
        .anyMatch(what -> what.startsWith("the way out by v"));
    NetworkNamespaces.inside(
        namespace("vpc-r"), () -> vandalize("flush map inet croft-routes tables"));
    assertThat(driver().verify("vpc-r"))
        .extracting(Difference::what)
        .contains("table croft-routes: set tables was changed");
    driver().ensureNetwork(spec);
    assertThat(driver().verify("vpc-r")).isEmpty();
  }

  private static boolean loseWaysOut() {
    try (Links links = new Links()) {
      links.rules().forEach(links::delete);
      links.routes().stream()
          .filter(route -> route.table() != Rtnetlink.TABLE_MAIN)
          .forEach(links::delete);
    }
    return true;
  }

  @Test
  void lostRuleOfAMachineIsNamedAndRepaired() throws Exception {
    InterfaceHandle one = attach(NETWORK, "eni-1", 11);
    NetworkNamespaces.inside(one.namespacePath(), LinuxNetworkRecoveryTest::loseWaysOut);
    assertThat(driver().verify(NETWORK))
        .extracting(Difference::subject)
        .containsOnly("eni-1")
        .hasSize(3);
    driver().attach(one.spec());
    assertThat(driver().verify(NETWORK)).isEmpty();
  }
}
