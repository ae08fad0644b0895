package croft.drivers.docker.network;

import croft.drivers.network.Difference;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceCounters;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkCapability;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkException;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.PeeringSpec;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The network driver of a machine whose kernel is not the one that containers run under, as macOS
 * has it: there is nothing here to make a network of, and every call to make one says so.
 */
public final class RefusingNetworkDriver implements NetworkDriver {
  private static final String REMEDY = "run Croft on the Linux machine that the engine runs on";

  /** Whether this is no Linux. */
  public static boolean isNeededHere() {
    return !System.getProperty("os.name", "").equals("Linux");
  }

  private static NetworkException refused() {
    return new NetworkException(
        NetworkException.Kind.UNAVAILABLE,
        "Networks and security groups cannot be enforced here: containers run under the kernel of"
            + " a virtual machine, out of Croft's reach; "
            + REMEDY);
  }

  @Override
  public void ensureNetwork(NetworkSpec spec) {
    throw refused();
  }

  @Override
  public void ensurePeering(PeeringSpec spec) {
    throw refused();
  }

  @Override
  public InterfaceHandle attach(InterfaceSpec spec) {
    throw refused();
  }

  @Override
  public Path namespacePath(String machineId) {
    throw refused();
  }

  @Override
  public void applyFirewall(String networkId, FirewallSpec spec) {
    throw refused();
  }

  @Override
  public void applyAddresses(String networkId, Map<Ipv4Address, Ipv4Address> privateByPublic) {
    throw refused();
  }

  @Override
  public ServerSocketChannel listen(String networkId, Ipv4Address address, int port) {
    throw refused();
  }

  @Override
  public DatagramChannel listenDatagram(String networkId, Ipv4Address address, int port) {
    throw refused();
  }

  @Override
  public InterfaceCounters counters(String interfaceId) {
    throw refused();
  }

  @Override
  public Ipv4Cidr publicAddressPool() {
    throw refused();
  }

  @Override
  public List<NetworkSpec> networks() {
    return List.of();
  }

  @Override
  public void removeNetwork(String networkId) {
    // There is none.
  }

  @Override
  public List<PeeringSpec> peerings() {
    return List.of();
  }

  @Override
  public void removePeering(String peeringId) {
    // There is none.
  }

  @Override
  public List<InterfaceHandle> interfaces(String networkId) {
    return List.of();
  }

  @Override
  public void detach(String interfaceId) {
    // There is none.
  }

  @Override
  public List<Difference> verify(String networkId) {
    return List.of();
  }

  @Override
  public void removeAll() {
    // There is nothing.
  }

  @Override
  public List<NetworkCapability> capabilities() {
    return List.of(
        NetworkCapability.missing(
            "networks in Docker",
            "containers run under another kernel",
            "no instance with a network starts",
            REMEDY));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
