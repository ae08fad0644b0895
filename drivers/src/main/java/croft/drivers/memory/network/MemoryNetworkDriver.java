package croft.drivers.memory.network;

import croft.drivers.network.Difference;
import croft.drivers.network.FirewallEvaluator;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.IntendedNetworks;
import croft.drivers.network.InterfaceCounters;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkCapability;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkException;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Packet;
import croft.drivers.network.PathEvaluator;
import croft.drivers.network.PeeringSpec;
import croft.drivers.network.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Keeps networks in memory. Namespaces are names only; listeners open on an ephemeral loopback
 * port, since there is no network for them to be in.
 */
public final class MemoryNetworkDriver implements NetworkDriver {
  private final IntendedNetworks intended = new IntendedNetworks();

  @Override
  public void ensureNetwork(NetworkSpec spec) {
    intended.putNetwork(spec);
  }

  @Override
  public void removeNetwork(String networkId) {
    intended.removeNetwork(networkId);
  }

  @Override
  public List<NetworkSpec> networks() {
    return intended.networks();
  }

  @Override
  public void ensurePeering(PeeringSpec spec) {
    intended.putPeering(spec);
  }

  @Override
  public void removePeering(String peeringId) {
    intended.removePeering(peeringId);
  }

  @Override
  public List<PeeringSpec> peerings() {
    return intended.peerings();
  }

  @Override
  public InterfaceHandle attach(InterfaceSpec spec) {
    intended.putInterface(spec);
    return handle(spec);
  }

  @Override
  public void detach(String interfaceId) {
    intended.removeInterface(interfaceId);
  }

  @Override
  public List<InterfaceHandle> interfaces(String networkId) {
    intended.network(networkId);
    return intended.interfaces(networkId).stream().map(this::handle).toList();
  }

  @Override
  public Path namespacePath(String machineId) {
    return Path.of("memory", machineId);
  }

  private InterfaceHandle handle(InterfaceSpec spec) {
    Ipv4Address router =
        intended.network(spec.networkId()).subnet(spec.subnetId()).orElseThrow().router();
    return new InterfaceHandle(spec, namespacePath(spec.machineId()), spec.deviceName(), router);
  }

  @Override
  public void applyFirewall(String networkId, FirewallSpec spec) {
    intended.putFirewall(networkId, spec);
  }

  @Override
  public void applyAddresses(String networkId, Map<Ipv4Address, Ipv4Address> privateByPublic) {
    intended.putAddresses(networkId, privateByPublic);
  }

  @Override
  public Ipv4Cidr publicAddressPool() {
    return Ipv4Cidr.parse("100.96.0.0/20");
  }

  /** Whether the network's groups let the first packet of a flow pass; routes are not looked at. */
  public boolean allows(String networkId, Ipv4Address from, Ipv4Address to, Packet packet) {
    return new FirewallEvaluator(intended.firewall(networkId), intended.privateAddresses(networkId))
        .allows(from, to, packet);
  }

  /** Whether a connection (TCP, ping) is made or a datagram arrives at this address. */
  public boolean reaches(String networkId, Ipv4Address from, Ipv4Address to, Packet packet) {
    PathEvaluator paths = new PathEvaluator(intended);
    return packet.protocol() == Traffic.UDP
        ? paths.arrives(networkId, from, to, packet)
        : paths.connects(networkId, from, to, packet);
  }

  @Override
  public ServerSocketChannel listen(String networkId, Ipv4Address address, int port) {
    intended.requireOwnAddress(networkId, address);
    try {
      return ServerSocketChannel.open()
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new NetworkException(NetworkException.Kind.SYSTEM, "cannot listen", e);
    }
  }

  @Override
  public DatagramChannel listenDatagram(String networkId, Ipv4Address address, int port) {
    intended.requireOwnAddress(networkId, address);
    try {
      return DatagramChannel.open()
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new NetworkException(NetworkException.Kind.SYSTEM, "cannot listen", e);
    }
  }

  @Override
  public InterfaceCounters counters(String interfaceId) {
    intended.requireInterface(interfaceId);
    return new InterfaceCounters(0, 0, 0, 0, 0);
  }

  @Override
  public List<Difference> verify(String networkId) {
    intended.network(networkId);
    return List.of();
  }

  @Override
  public void removeAll() {
    intended.clear();
  }

  @Override
  public List<NetworkCapability> capabilities() {
    return List.of(
        NetworkCapability.missing(
            "packets",
            "networks are kept in memory",
            "instances have no network",
            "use the Linux network driver"));
  }

  @Override
  public void close() {}
}
