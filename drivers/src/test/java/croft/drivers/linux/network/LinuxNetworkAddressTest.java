package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.Packet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Public addresses, seen from the host and from other networks. */
final class LinuxNetworkAddressTest extends PacketTest {
  @Test
  void hostReachesPublicAddressesOnly() throws Exception {
    InterfaceHandle server = attach(NETWORK, "eni-1", 11);
    openTo(NETWORK, "eni-1");
    Ipv4Address outer = driver().publicAddressPool().at(7);
    Path host = laboratory.host();
    Path inside = server.namespacePath();
    assertThat(laboratory.reaches(host, inside, outer, Packet.tcp(80))).isFalse();
    driver().applyAddresses(NETWORK, Map.of(outer, server.spec().privateAddress()));
    assertThat(laboratory.reaches(host, inside, outer, Packet.tcp(80))).isTrue();
    assertThat(laboratory.reaches(host, inside, outer, Packet.ping())).isTrue();
    assertThat(laboratory.reaches(host, inside, server.spec().privateAddress(), Packet.tcp(80)))
        .isFalse();
    driver()
        .applyFirewall(
            NETWORK, FirewallSpec.of(List.of(CLOSED), Map.of("eni-1", Set.of("sg-closed"))));
    assertThat(laboratory.reaches(host, inside, outer, Packet.tcp(80))).isFalse();
    openTo(NETWORK, "eni-1");
    assertThat(driver().verify(NETWORK)).isEmpty();
    driver().applyAddresses(NETWORK, Map.of());
    assertThat(laboratory.reaches(host, inside, outer, Packet.tcp(80))).isFalse();
  }

  @Test
  void privateAddressIsNoWayInFromTheHost() throws Exception {
    InterfaceHandle server = attach(NETWORK, "eni-1", 11);
    openTo(NETWORK, "eni-1");
    Ipv4Address outer = driver().publicAddressPool().at(7);
    driver().applyAddresses(NETWORK, Map.of(outer, server.spec().privateAddress()));
    // A host with a route of its own to the private address.
    NetworkNamespaces.inside(
        laboratory.host(),
        () -> {
          try (Links links = new Links()) {
            Links.Route known =
                links.routes().stream()
                    .filter(route -> route.destination().contains(outer) && route.linkIndex() != 0)
                    .findFirst()
                    .orElseThrow();
            links.replace(
                new Links.Route(
                    SUBNET.cidr(), known.type(), known.linkIndex(), known.gateway(), 254, 0));
          }
          return true;
        });
    Path inside = server.namespacePath();
    Ipv4Address inner = server.spec().privateAddress();
    assertThat(laboratory.reaches(laboratory.host(), inside, inner, Packet.tcp(80))).isFalse();
    assertThat(laboratory.reaches(laboratory.host(), inside, outer, Packet.tcp(80))).isTrue();
  }

  @Test
  void publicAddressesReachEachOtherAcrossNetworks() throws Exception {
    driver().ensureNetwork(network("vpc-0b"));
    InterfaceHandle client = attach(NETWORK, "eni-1", 11);
    InterfaceHandle neighbour = attach(NETWORK, "eni-2", 12);
    InterfaceHandle foreign = attach("vpc-0b", "eni-3", 12);
    openTo(NETWORK, "eni-1", "eni-2");
    openTo("vpc-0b", "eni-3");
    Ipv4Cidr pool = driver().publicAddressPool();
    driver()
        .applyAddresses(
            NETWORK,
            Map.of(
                pool.at(7),
                client.spec().privateAddress(),
                pool.at(8),
                neighbour.spec().privateAddress()));
    driver().applyAddresses("vpc-0b", Map.of(pool.at(9), foreign.spec().privateAddress()));
    assertThat(peerSeen(client, foreign, pool.at(9))).isEqualTo(pool.at(7).toInetAddress());
    assertThat(peerSeen(client, neighbour, pool.at(8))).isEqualTo(pool.at(7).toInetAddress());
    driver().applyAddresses(NETWORK, Map.of(pool.at(8), neighbour.spec().privateAddress()));
    assertThat(Laboratory.connects(client.namespacePath(), pool.at(9), 80))
        .as("without a public address there is no way out")
        .isFalse();
  }
}
