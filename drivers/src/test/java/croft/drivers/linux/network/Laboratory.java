package croft.drivers.linux.network;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.linux.syscall.NamespaceThread;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkCapability;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.Packet;
import croft.drivers.network.Traffic;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A host of its own for tests, namely a network namespace, and sockets in any namespace. The
 * machine's real network is not touched.
 */
final class Laboratory implements AutoCloseable {
  private static final int DROPPED_MILLIS = 250;

  private final Path directory;
  private final NetworkNamespaces hosts;
  private NetworkDriver driver;

  Laboratory(Path directory) throws Exception {
    this.directory = directory;
    for (NetworkCapability capability : NetworkChecks.capabilities(config(directory))) {
      boolean forwarding = capability.name().startsWith("forwarding");
      assumeTrue(
          capability.available() || forwarding,
          () -> "skipped, no " + capability.name() + ": " + capability.detail());
    }
    hosts = new NetworkNamespaces(Files.createDirectories(directory.resolve("hosts")));
    NamespaceThread.call("host", () -> prepareHost(hosts));
    driver = open();
  }

  private static boolean prepareHost(NetworkNamespaces hosts) throws IOException {
    hosts.enterOrCreate("host");
    // A new namespace forwards when this machine happens to.
    NetworkNamespaces.setParameter("ipv4/ip_forward", "0");
    try (Links links = new Links()) {
      links.up(links.require(Links.LOOPBACK));
    }
    return true;
  }

  private static LinuxNetworkConfig config(Path directory) {
    return LinuxNetworkConfig.in(directory.resolve("network")).withEnableForwarding(true);
  }

  Path host() {
    return hosts.path("host");
  }

  NetworkDriver driver() {
    return driver;
  }

  /** As if the server was killed and started again: a new object, knowing only the files. */
  NetworkDriver restart() {
    driver.close();
    driver = open();
    return driver;
  }

  private NetworkDriver open() {
    return new LinuxNetworkDriver(config(directory).withHostNamespace(host()), new Random(7));
  }

  /** Whether a flow from one interface's namespace reaches an address in another's. */
  boolean reaches(InterfaceHandle from, InterfaceHandle to, Packet packet) throws Exception {
    return reaches(from.namespacePath(), to.namespacePath(), to.spec().privateAddress(), packet);
  }

  /** Whether a flow from one namespace to an address reaches another namespace. */
  boolean reaches(Path from, Path to, Ipv4Address address, Packet packet) throws Exception {
    return switch (packet.protocol()) {
      case Traffic.TCP -> connects(from, to, address, packet.port());
      case Traffic.UDP -> arrives(from, to, address, packet.port());
      default -> pings(from, address);
    };
  }

  static boolean connects(Path from, Path to, Ipv4Address address, int port) throws Exception {
    try (ServerSocket server = listen(to, port)) {
      return connects(from, address, port) && server.isBound();
    }
  }

  static ServerSocket listen(Path namespace, int port) throws Exception {
    return NetworkNamespaces.inside(
        namespace, () -> new ServerSocket(port, 50, InetAddress.getByName("0.0.0.0")));
  }

  /** Whether a connection to a listener is established. */
  static boolean connects(Path from, Ipv4Address address, int port) throws Exception {
    return NetworkNamespaces.inside(
        from,
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.toInetAddress(), port), DROPPED_MILLIS);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }

  private static boolean arrives(Path from, Path to, Ipv4Address address, int port)
      throws Exception {
    return arrives(from, new Ipv4Address(0), to, address, port);
  }

  /** Whether a datagram of this source address arrives. */
  static boolean arrives(Path from, Ipv4Address source, Path to, Ipv4Address address, int port)
      throws Exception {
    try (DatagramSocket server =
        NetworkNamespaces.inside(
            to, () -> new DatagramSocket(new InetSocketAddress("0.0.0.0", port)))) {
      NetworkNamespaces.inside(from, () -> sendDatagram(source, address, port));
      server.setSoTimeout(DROPPED_MILLIS);
      try {
        server.receive(new DatagramPacket(new byte[16], 16));
        return true;
      } catch (SocketTimeoutException e) {
        return false;
      }
    }
  }

  private static boolean sendDatagram(Ipv4Address source, Ipv4Address address, int port) {
    try (DatagramSocket client =
        new DatagramSocket(new InetSocketAddress(source.toInetAddress(), 0))) {
      client.send(new DatagramPacket(new byte[] {1}, 1, address.toInetAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** As root, the JDK sends an ICMP echo request. */
  static boolean pings(Path from, Ipv4Address address) throws Exception {
    return NetworkNamespaces.inside(
        from, () -> address.toInetAddress().isReachable(DROPPED_MILLIS));
  }

  /** Adds another address to an interface, as a spoofer would. */
  static void addAddress(InterfaceHandle at, Ipv4Address address) throws Exception {
    NetworkNamespaces.inside(
        at.namespacePath(),
        () -> {
          try (Links links = new Links()) {
            int index = links.require(at.deviceName()).index();
            links.add(new Links.Address(index, address, address, 32));
          }
          return true;
        });
  }

  @Override
  public void close() throws IOException {
    driver.removeAll();
    driver.close();
    hosts.remove("host");
  }
}
