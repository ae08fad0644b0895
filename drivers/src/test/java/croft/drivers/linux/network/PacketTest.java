package croft.drivers.linux.network;

import croft.drivers.network.AclSpec;
import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.MacAddress;
import croft.drivers.network.NatGatewaySpec;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Packet;
import croft.drivers.network.Peer;
import croft.drivers.network.RouteSpec;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.RouteTarget;
import croft.drivers.network.SubnetSpec;
import croft.drivers.network.Traffic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A network in the laboratory, and what tests with real packets do there. */
abstract class PacketTest {
  static final String NETWORK = "vpc-0a";
  static final SubnetSpec SUBNET = SubnetSpec.open("subnet-0a", cidr("10.0.1.0/24"));
  static final Ipv4Address METADATA = address("169.254.169.254");
  static final FirewallGroup OPEN = new FirewallGroup("sg-open", List.of(all()), List.of(all()));
  static final FirewallGroup CLOSED = new FirewallGroup("sg-closed", List.of(), List.of(all()));

  @TempDir Path directory;
  Laboratory laboratory;

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

  NetworkDriver driver() {
    return laboratory.driver();
  }

  static NetworkSpec network(String id) {
    return NetworkSpec.open(id, List.of(cidr("10.0.0.0/16")), List.of(SUBNET), true);
  }

  static Ipv4Cidr cidr(String text) {
    return Ipv4Cidr.parse(text);
  }

  static Ipv4Address address(String text) {
    return Ipv4Address.parse(text);
  }

  static FirewallRule all() {
    return new FirewallRule(new Traffic.All(), Peer.anywhere());
  }

  InterfaceHandle attach(String networkId, String id, int last) {
    return driver().attach(nic(networkId, id, last, true));
  }

  static InterfaceSpec nic(String networkId, String id, int last, boolean check) {
    MacAddress mac = new MacAddress("02:00:00:00:01:%02x".formatted(last));
    Ipv4Address address = SUBNET.cidr().at(last);
    return new InterfaceSpec(
        id, networkId, SUBNET.id(), List.of(address), mac, check, "i-" + id, 0);
  }

  void openTo(String networkId, String... interfaceIds) {
    Map<String, Set<String>> members = new HashMap<>();
    for (String id : interfaceIds) {
      members.put(id, Set.of("sg-open"));
    }
    driver().applyFirewall(networkId, FirewallSpec.of(List.of(OPEN, CLOSED), members));
  }

  static Socket connect(InterfaceHandle from, Ipv4Address address, int port) throws Exception {
    return NetworkNamespaces.inside(
        from.namespacePath(),
        () -> {
          Socket socket = new Socket();
          socket.connect(new InetSocketAddress(address.toInetAddress(), port), 2000);
          return socket;
        });
  }

  static boolean datagramFrom(InterfaceHandle from, Ipv4Address source, InterfaceHandle to)
      throws Exception {
    return Laboratory.arrives(
        from.namespacePath(), source, to.namespacePath(), to.spec().privateAddress(), 5353);
  }

  static InetAddress peerSeen(InterfaceHandle from, InterfaceHandle to, Ipv4Address at)
      throws Exception {
    try (ServerSocket listener = Laboratory.listen(to.namespacePath(), 80);
        Socket _ = connect(from, at, 80);
        Socket accepted = listener.accept()) {
      return accepted.getInetAddress();
    }
  }

  static boolean vandalize(String command) {
    try (Nftables nftables = new Nftables()) {
      nftables.run(command);
    }
    return true;
  }

  static boolean deleteDevice(String name) {
    try (Links links = new Links()) {
      links.delete(name);
    }
    return true;
  }

  /** A network with two subnets, of these route tables and open ACLs. */
  static NetworkSpec routed(
      String id, String block, RouteTableSpec one, RouteTableSpec two, NatGatewaySpec... gateways) {
    Ipv4Cidr cidr = cidr(block);
    return new NetworkSpec(
        id,
        List.of(cidr),
        List.of(
            new SubnetSpec("one", new Ipv4Cidr(cidr.at(256), 24), one.id(), "acl-open"),
            new SubnetSpec("two", new Ipv4Cidr(cidr.at(512), 24), two.id(), "acl-open")),
        List.of(one, two),
        List.of(AclSpec.open("acl-open")),
        true,
        List.of(gateways),
        Set.of());
  }

  static RouteTableSpec table(String id, RouteSpec... routes) {
    return new RouteTableSpec(id, List.of(routes));
  }

  static RouteSpec route(String to, RouteTarget target) {
    return new RouteSpec(cidr(to), target);
  }

  static RouteSpec internet() {
    return route("0.0.0.0/0", new RouteTarget.InternetGateway());
  }

  /** Attaches the only interface of a machine, in the subnet that has the address. */
  InterfaceHandle attachAt(String networkId, String id, String address) {
    return driver().attach(at(networkId, id, "i-" + id, 0, address));
  }

  /** An interface in the subnet that has its first address. */
  InterfaceSpec at(String networkId, String id, String machineId, int index, String... addresses) {
    List<Ipv4Address> all = Stream.of(addresses).map(Ipv4Address::parse).toList();
    NetworkSpec network =
        driver().networks().stream()
            .filter(spec -> spec.id().equals(networkId))
            .findFirst()
            .orElseThrow();
    String subnet = network.subnetOf(all.getFirst()).orElseThrow().id();
    MacAddress mac =
        new MacAddress(
            "02:00:00:%02x:%02x:%02x"
                .formatted(
                    all.getFirst().bytes()[1],
                    all.getFirst().bytes()[2],
                    all.getFirst().bytes()[3]));
    return new InterfaceSpec(id, networkId, subnet, all, mac, true, machineId, index);
  }

  static InterfaceSpec unchecked(InterfaceSpec spec) {
    return new InterfaceSpec(
        spec.id(),
        spec.networkId(),
        spec.subnetId(),
        spec.privateAddresses(),
        spec.macAddress(),
        false,
        spec.machineId(),
        spec.deviceIndex());
  }

  Path namespace(String networkId) {
    return directory.resolve("network/namespaces/net-" + networkId);
  }

  /** Whether a connection from a machine to one of another's addresses is established. */
  boolean reaches(InterfaceHandle from, InterfaceHandle to) throws Exception {
    return laboratory.reaches(from, to, Packet.tcp(80));
  }

  /** A machine of another network, with a public address: the world outside. */
  InterfaceHandle outside(Ipv4Address publicAddress) {
    String id = "vpc-out";
    driver()
        .ensureNetwork(
            NetworkSpec.open(
                id,
                List.of(cidr("10.99.0.0/16")),
                List.of(SubnetSpec.open("subnet-out", cidr("10.99.1.0/24"))),
                true));
    InterfaceHandle handle = attachAt(id, "eni-out", "10.99.1.9");
    openTo(id, "eni-out");
    driver().applyAddresses(id, Map.of(publicAddress, handle.spec().privateAddress()));
    return handle;
  }
}
