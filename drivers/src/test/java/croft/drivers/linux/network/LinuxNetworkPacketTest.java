package croft.drivers.linux.network;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.network.Difference;
import croft.drivers.network.Difference.Subject;
import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceCounters;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.MacAddress;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Packet;
import croft.drivers.network.Peer;
import croft.drivers.network.SubnetSpec;
import croft.drivers.network.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only real packets show: identity, isolation, public addresses, recovery. */
final class LinuxNetworkPacketTest {
  private static final String NETWORK = "vpc-0a";
  private static final SubnetSpec SUBNET = SubnetSpec.open("subnet-0a", cidr("10.0.1.0/24"));
  private static final Ipv4Address METADATA = address("169.254.169.254");
  private static final FirewallGroup OPEN =
      new FirewallGroup("sg-open", List.of(all()), List.of(all()));
  private static final FirewallGroup CLOSED =
      new FirewallGroup("sg-closed", List.of(), List.of(all()));

  @TempDir Path directory;
  private Laboratory laboratory;

  @BeforeEach
  void open() throws Exception {
    laboratory = new Laboratory(directory);
    driver().ensureNetwork(network(NETWORK));
  }

  @AfterEach
  void close() throws Exception {
    if (laboratory != null) {
      laboratory.close();
    }
  }

  private NetworkDriver driver() {
    return laboratory.driver();
  }

  private static NetworkSpec network(String id) {
    return NetworkSpec.open(id, List.of(cidr("10.0.0.0/16")), List.of(SUBNET), true);
  }

  private static Ipv4Cidr cidr(String text) {
    return Ipv4Cidr.parse(text);
  }

  private static Ipv4Address address(String text) {
    return Ipv4Address.parse(text);
  }

  private static FirewallRule all() {
    return new FirewallRule(new Traffic.All(), Peer.anywhere());
  }

  private InterfaceHandle attach(String networkId, String id, int last) {
    return driver().attach(nic(networkId, id, last, true));
  }

  private static InterfaceSpec nic(String networkId, String id, int last, boolean check) {
    MacAddress mac = new MacAddress("02:00:00:00:01:%02x".formatted(last));
    Ipv4Address address = SUBNET.cidr().at(last);
    return new InterfaceSpec(
        id, networkId, SUBNET.id(), List.of(address), mac, check, "i-" + id, 0);
  }

  private void openTo(String networkId, String... interfaceIds) {
    Map<String, Set<String>> members = new HashMap<>();
    for (String id : interfaceIds) {
      members.put(id, Set.of("sg-open"));
    }
    driver().applyFirewall(networkId, FirewallSpec.of(List.of(OPEN, CLOSED), members));
  }

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

  private static boolean datagramFrom(InterfaceHandle from, Ipv4Address source, InterfaceHandle to)
      throws Exception {
    return Laboratory.arrives(
        from.namespacePath(), source, to.namespacePath(), to.spec().privateAddress(), 5353);
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

  private static Socket connect(InterfaceHandle from, Ipv4Address address, int port)
      throws Exception {
    return NetworkNamespaces.inside(
        from.namespacePath(),
        () -> {
          Socket socket = new Socket();
          socket.connect(new InetSocketAddress(address.toInetAddress(), port), 2000);
          return socket;
        });
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

  private static InetAddress peerSeen(InterfaceHandle from, InterfaceHandle to, Ipv4Address at)
      throws Exception {
    try (ServerSocket listener = Laboratory.listen(to.namespacePath(), 80);
        Socket _ = connect(from, at, 80);
        Socket accepted = listener.accept()) {
      return accepted.getInetAddress();
    }
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

  @Test
  void listenerSeesWhoAsks() throws Exception {
    InterfaceHandle one = attach(NETWORK, "eni-1", 11);
    InterfaceHandle two = attach(NETWORK, "eni-2", 12);
    try (ServerSocketChannel server = driver().listen(NETWORK, METADATA, 80)) {
      for (InterfaceHandle instance : List.of(one, two)) {
        CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> accept(server, accepted));
        try (Socket socket = connect(instance, METADATA, 80);
            SocketChannel channel = accepted.get()) {
          assertThat(((InetSocketAddress) channel.getRemoteAddress()).getAddress())
              .isEqualTo(instance.spec().privateAddress().toInetAddress());
          channel.write(ByteBuffer.wrap(new byte[] {42}));
          assertThat(socket.getInputStream().read()).isEqualTo(42);
        }
      }
      assertThat(Laboratory.connects(one.namespacePath(), METADATA, 81)).isFalse();
      assertThat(Laboratory.connects(laboratory.host(), METADATA, 80)).isFalse();
    }
  }

  private static void accept(ServerSocketChannel server, CompletableFuture<SocketChannel> to) {
    try {
      to.complete(server.accept());
    } catch (IOException e) {
      to.completeExceptionally(e);
    }
  }

  @Test
  void datagramListenerAnswersAtTheResolver() throws Exception {
    InterfaceHandle instance = attach(NETWORK, "eni-1", 11);
    Ipv4Address resolver = network(NETWORK).resolver();
    try (DatagramChannel server = driver().listenDatagram(NETWORK, resolver, 53);
        DatagramChannel client =
            NetworkNamespaces.inside(instance.namespacePath(), DatagramChannel::open)) {
      client.send(
          ByteBuffer.wrap(new byte[] {1}), new InetSocketAddress(resolver.toInetAddress(), 53));
      ByteBuffer buffer = ByteBuffer.allocate(8);
      server.configureBlocking(true);
      InetSocketAddress from = (InetSocketAddress) server.receive(buffer);
      assertThat(from.getAddress()).isEqualTo(instance.spec().privateAddress().toInetAddress());
      server.send(ByteBuffer.wrap(new byte[] {2, 3}), from);
      ByteBuffer answer = ByteBuffer.allocate(8);
      client.receive(answer);
      assertThat(answer.position()).isEqualTo(2);
    }
  }

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
    Path network = directory.resolve("network/namespaces/net-" + NETWORK);
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

  private static boolean vandalize(String command) {
    try (Nftables nftables = new Nftables()) {
      nftables.run(command);
    }
    return true;
  }

  private static boolean deleteDevice(String name) {
    try (Links links = new Links()) {
      links.delete(name);
    }
    return true;
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
}
