package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Packet;
import croft.drivers.network.RouteTableSpec;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Machines with several interfaces, and interfaces with several addresses. */
final class LinuxNetworkInterfaceTest extends PacketTest {
  private static final RouteTableSpec NONE = table("rtb-1");

  private void network() {
    driver().ensureNetwork(routed("vpc-m", "10.1.0.0/16", NONE, table("rtb-2")));
  }

  @Test
  void machineAnswersFromTheAddressItWasAskedAt() throws Exception {
    network();
    InterfaceHandle first = driver().attach(at("vpc-m", "eni-1", "i-1", 0, "10.1.1.11"));
    InterfaceHandle second = driver().attach(at("vpc-m", "eni-2", "i-1", 1, "10.1.2.11"));
    InterfaceHandle third =
        driver().attach(at("vpc-m", "eni-3", "i-1", 2, "10.1.1.12", "10.1.1.13"));
    assertThat(second.namespacePath()).isEqualTo(first.namespacePath());
    assertThat(second.deviceName()).isEqualTo("eth1");
    InterfaceHandle near = attachAt("vpc-m", "eni-4", "10.1.1.20");
    InterfaceHandle far = attachAt("vpc-m", "eni-5", "10.1.2.20");
    openTo("vpc-m", "eni-1", "eni-2", "eni-3", "eni-4", "eni-5");
    for (InterfaceHandle client : List.of(near, far)) {
      for (InterfaceHandle asked : List.of(first, second, third)) {
        for (Ipv4Address at : asked.spec().privateAddresses()) {
          assertThat(
                  laboratory.reaches(
                      client.namespacePath(), asked.namespacePath(), at, Packet.tcp(80)))
              .as("%s asked at %s", client.spec().id(), at)
              .isTrue();
        }
      }
    }
    assertThat(driver().verify("vpc-m")).isEmpty();
  }

  @Test
  void detachingOneLeavesTheOthers() throws Exception {
    network();
    InterfaceHandle first = driver().attach(at("vpc-m", "eni-1", "i-1", 0, "10.1.1.11"));
    InterfaceHandle client = attachAt("vpc-m", "eni-4", "10.1.1.20");
    openTo("vpc-m", "eni-1", "eni-2", "eni-4");
    try (ServerSocket listener = Laboratory.listen(first.namespacePath(), 80);
        Socket socket = connect(client, first.spec().privateAddress(), 80);
        Socket accepted = listener.accept()) {
      InterfaceHandle second = driver().attach(at("vpc-m", "eni-2", "i-1", 1, "10.1.2.11"));
      assertThat(Laboratory.connects(client.namespacePath(), second.spec().privateAddress(), 80))
          .as("attached to a machine that runs")
          .isTrue();
      driver().detach("eni-2");
      assertThat(Laboratory.connects(client.namespacePath(), second.spec().privateAddress(), 80))
          .isFalse();
      socket.getOutputStream().write(42);
      assertThat(accepted.getInputStream().read()).isEqualTo(42);
      assertThat(driver().verify("vpc-m")).isEmpty();
    }
    driver().detach("eni-1");
    assertThat(first.namespacePath()).doesNotExist();
  }

  @Test
  void addressesOfAnInterfaceChange() throws Exception {
    network();
    InterfaceHandle server = driver().attach(at("vpc-m", "eni-1", "i-1", 0, "10.1.1.11"));
    InterfaceHandle client = attachAt("vpc-m", "eni-4", "10.1.2.20");
    openTo("vpc-m", "eni-1", "eni-4");
    Ipv4Address more = address("10.1.1.12");
    assertThat(reachesAt(client, server, more)).isFalse();
    driver().attach(at("vpc-m", "eni-1", "i-1", 0, "10.1.1.11", "10.1.1.12"));
    assertThat(reachesAt(client, server, more)).isTrue();
    assertThat(datagramFrom(server, more, client)).isTrue();
    driver().attach(at("vpc-m", "eni-1", "i-1", 0, "10.1.1.11"));
    assertThat(reachesAt(client, server, more)).isFalse();
    Laboratory.addAddress(server, more);
    assertThat(datagramFrom(server, more, client)).isFalse();
    driver().attach(server.spec());
    assertThat(driver().verify("vpc-m")).isEmpty();
    driver().attach(at("vpc-m", "eni-9", "i-9", 0, "10.1.1.12"));
  }

  private boolean reachesAt(InterfaceHandle from, InterfaceHandle to, Ipv4Address at)
      throws Exception {
    return laboratory.reaches(from.namespacePath(), to.namespacePath(), at, Packet.tcp(80));
  }

  @Test
  void spoofedSourceIsDroppedFromFurtherInterfaces() throws Exception {
    network();
    driver().attach(at("vpc-m", "eni-1", "i-1", 0, "10.1.1.11"));
    InterfaceHandle second = driver().attach(at("vpc-m", "eni-2", "i-1", 1, "10.1.2.11"));
    InterfaceHandle target = attachAt("vpc-m", "eni-4", "10.1.2.20");
    openTo("vpc-m", "eni-1", "eni-2", "eni-4");
    assertThat(datagramFrom(second, second.spec().privateAddress(), target)).isTrue();
    Laboratory.addAddress(second, address("10.1.2.99"));
    assertThat(datagramFrom(second, address("10.1.2.99"), target)).isFalse();
    // Its first interface's address, sent by the second.
    NetworkNamespaces.inside(second.namespacePath(), () -> deleteDevice("eth0"));
    Laboratory.addAddress(second, address("10.1.1.11"));
    assertThat(datagramFrom(second, address("10.1.1.11"), target)).isFalse();
  }

  @Test
  void publicAddressMovesBetweenInterfacesAndCutsItsFlows() throws Exception {
    driver()
        .ensureNetwork(routed("vpc-m", "10.1.0.0/16", table("rtb-1", internet()), table("rtb-2")));
    Ipv4Address there = driver().publicAddressPool().at(99);
    InterfaceHandle outside = outside(there);
    InterfaceHandle one = attachAt("vpc-m", "eni-1", "10.1.1.11");
    InterfaceHandle two = attachAt("vpc-m", "eni-2", "10.1.1.12");
    openTo("vpc-m", "eni-1", "eni-2");
    Ipv4Address outer = driver().publicAddressPool().at(20);
    driver().applyAddresses("vpc-m", Map.of(outer, one.spec().privateAddress()));
    try (ServerSocket listener = Laboratory.listen(one.namespacePath(), 80);
        Socket socket = connect(outside, outer, 80);
        Socket accepted = listener.accept()) {
      socket.getOutputStream().write(42);
      assertThat(accepted.getInputStream().read()).isEqualTo(42);
      driver().applyAddresses("vpc-m", Map.of(outer, two.spec().privateAddress()));
      socket.getOutputStream().write(43);
      accepted.setSoTimeout(500);
      assertThatThrownBy(() -> accepted.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(Laboratory.connects(outside.namespacePath(), outer, 80))
          .as("nobody listens at the new one")
          .isFalse();
      assertThat(peerSeen(outside, two, outer)).isEqualTo(there.toInetAddress());
    }
    assertThat(Laboratory.connects(one.namespacePath(), there, 81)).isFalse();
    assertThat(peerSeen(two, outside, there)).isEqualTo(outer.toInetAddress());
  }
}
