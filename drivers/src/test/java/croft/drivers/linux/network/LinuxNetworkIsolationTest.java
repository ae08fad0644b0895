package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Packet;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who reaches whom: identity, other networks, the host. */
final class LinuxNetworkIsolationTest extends PacketTest {
  @Test
  void spoofedSourceIsDropped() throws Exception {
    InterfaceHandle one = attach(NETWORK, "eni-1", 11);
    InterfaceHandle two = attach(NETWORK, "eni-2", 12);
    openTo(NETWORK, "eni-1", "eni-2");
    assertThat(laboratory.reaches(one, two, Packet.tcp(80))).isTrue();
    assertThat(datagramFrom(one, SUBNET.cidr().at(11), two)).isTrue();
    Laboratory.addAddress(one, SUBNET.cidr().at(99));
    assertThat(datagramFrom(one, SUBNET.cidr().at(99), two)).isFalse();
    driver().attach(nic(NETWORK, "eni-1", 11, false));
    Laboratory.addAddress(one, SUBNET.cidr().at(99));
    assertThat(datagramFrom(one, SUBNET.cidr().at(99), two))
        .as("without source/destination check")
        .isTrue();
    driver().attach(nic(NETWORK, "eni-1", 11, true));
    Laboratory.addAddress(one, SUBNET.cidr().at(99));
    assertThat(datagramFrom(one, SUBNET.cidr().at(99), two)).isFalse();
  }

  @Test
  void establishedFlowsOutliveTheirRule() throws Exception {
    InterfaceHandle client = attach(NETWORK, "eni-1", 11);
    InterfaceHandle server = attach(NETWORK, "eni-2", 12);
    openTo(NETWORK, "eni-1", "eni-2");
    try (ServerSocket listener = Laboratory.listen(server.namespacePath(), 80);
        Socket socket = connect(client, server.spec().privateAddress(), 80);
        Socket accepted = listener.accept()) {
      driver()
          .applyFirewall(
              NETWORK,
              FirewallSpec.of(
                  List.of(CLOSED),
                  Map.of("eni-1", Set.of("sg-closed"), "eni-2", Set.of("sg-closed"))));
      socket.getOutputStream().write(42);
      accepted.setSoTimeout(2000);
      assertThat(accepted.getInputStream().read()).isEqualTo(42);
      accepted.getOutputStream().write(43);
      socket.setSoTimeout(2000);
      assertThat(socket.getInputStream().read()).isEqualTo(43);
      Path from = client.namespacePath();
      assertThat(Laboratory.connects(from, server.spec().privateAddress(), 80)).isFalse();
    }
  }

  @Test
  void networksOfEqualAddressesAreSeparateWorlds() throws Exception {
    driver().ensureNetwork(network("vpc-0b"));
    InterfaceHandle client = attach(NETWORK, "eni-1", 11);
    InterfaceHandle here = attach(NETWORK, "eni-2", 12);
    InterfaceHandle there = attach("vpc-0b", "eni-3", 12);
    InterfaceHandle onlyThere = attach("vpc-0b", "eni-4", 13);
    openTo(NETWORK, "eni-1", "eni-2");
    openTo("vpc-0b", "eni-3", "eni-4");
    assertThat(laboratory.reaches(client, here, Packet.tcp(80))).isTrue();
    assertThat(laboratory.reaches(client, there, Packet.tcp(81))).isFalse();
    assertThat(laboratory.reaches(client, onlyThere, Packet.tcp(80))).isFalse();
    assertThat(laboratory.reaches(client, onlyThere, Packet.ping())).isFalse();
  }

  @Test
  void instancesDoNotReachTheHost() throws Exception {
    InterfaceHandle client = attach(NETWORK, "eni-1", 11);
    openTo(NETWORK, "eni-1");
    driver()
        .applyAddresses(
            NETWORK, Map.of(driver().publicAddressPool().at(7), client.spec().privateAddress()));
    Ipv4Address own = address("192.0.2.77");
    NetworkNamespaces.inside(
        laboratory.host(),
        () -> {
          try (Links links = new Links()) {
            int loopback = links.require(Links.LOOPBACK).index();
            links.add(new Links.Address(loopback, own, own, 32));
          }
          return true;
        });
    try (ServerSocket _ = Laboratory.listen(laboratory.host(), 4566)) {
      assertThat(Laboratory.connects(laboratory.host(), own, 4566)).isTrue();
      Path inside = client.namespacePath();
      assertThat(Laboratory.connects(inside, own, 4566)).isFalse();
      assertThat(Laboratory.connects(inside, hostLinkAddress(), 4566)).isFalse();
      assertThat(Laboratory.connects(inside, address("127.0.0.1"), 4566)).isFalse();
    }
  }

  private Ipv4Address hostLinkAddress() throws Exception {
    return NetworkNamespaces.inside(
        laboratory.host(),
        () -> {
          try (Links links = new Links()) {
            return links.addresses().stream()
                .filter(address -> !address.local().equals(address.peer()))
                .findFirst()
                .orElseThrow()
                .local();
          }
        });
  }
}
