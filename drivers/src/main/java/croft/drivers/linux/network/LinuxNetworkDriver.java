package croft.drivers.linux.network;

import croft.drivers.network.Difference;
import croft.drivers.network.Difference.Subject;
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
import croft.drivers.network.NetworkException.Kind;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.PeeringSpec;
import croft.drivers.network.SubnetSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * Networks of the Linux kernel, for root. Each network is a namespace that routes between the veths
 * of its interfaces; firewall groups are nftables rules there.
 *
 * <p>Work on one network goes one at a time, on different networks side by side.
 */
public final class LinuxNetworkDriver implements NetworkDriver {
  private final LinuxNetworkConfig config;
  private final NetworkRecords records;
  private final NetworkNamespaces namespaces;
  private final InterfaceLinks interfaces;
  private final HostSide host;
  private final IntendedNetworks intended = new IntendedNetworks();
  private final Enforcement enforcement;
  private final Peerings peerings;
  private final NetworkRooms rooms;

  /** Opens the driver over the state in its directory, which is made when there is none. */
  public LinuxNetworkDriver(LinuxNetworkConfig config, RandomGenerator random) {
    this.config = config;
    try {
      records = new NetworkRecords(config.directory());
      namespaces = new NetworkNamespaces(records.namespaces());
      interfaces = new InterfaceLinks(namespaces, config.mtuBytes());
      host = new HostSide(config, new HostBlocks(config, records, random));
      rooms = new NetworkRooms(namespaces);
      PeeringLinks wires = new PeeringLinks(rooms, config.mtuBytes());
      enforcement = new Enforcement(intended, wires);
      peerings = new Peerings(intended, records, rooms, wires, enforcement);
      for (NetworkRecords.Network network : records.networks()) {
        intended.putNetwork(network.spec());
        rooms.number(network.spec().id(), network.linkNumber());
      }
      for (InterfaceSpec spec : records.interfaces()) {
        intended.putInterface(spec);
      }
      for (PeeringSpec spec : records.peerings()) {
        if (intended.hasNetwork(spec.requesterNetworkId())
            && intended.hasNetwork(spec.accepterNetworkId())) {
          intended.putPeering(spec);
        } else {
          // Its network went as the last thing that an earlier process did.
          records.removePeering(spec.id());
        }
      }
    } catch (IOException e) {
      throw new NetworkException(
          Kind.SYSTEM, "cannot read the network records in " + config.directory(), e);
    }
  }

  @Override
  public void ensureNetwork(NetworkSpec spec) {
    rooms.locked(
        spec.id(),
        () -> {
          intended.putNetwork(spec);
          int number = rooms.numberOf(spec.id());
          records.put(new NetworkRecords.Network(spec, number));
          NetworkRoom room = rooms.openAnew(spec.id());
          room.ensure(spec);
          if (spec.internetGateway()) {
            host.ensureLink(number, room);
          }
          enforcement.network(room, spec.id());
          if (spec.internetGateway()) {
            publish(spec.id(), number);
          } else {
            host.removeLink(number);
          }
          return true;
        });
    // A namespace that was lost took its ends of peerings with it.
    peerings.join(spec.id());
  }

  /** A new object has not been told the interfaces' public addresses yet, and lets them be. */
  private void publish(String networkId, int number) throws IOException {
    if (intended.hasAddresses(networkId)) {
      host.publish(number, intended.publicAddresses(networkId));
    } else {
      host.publishAlso(number, intended.publicAddresses(networkId));
    }
  }

  @Override
  public void removeNetwork(String networkId) {
    List<PeeringSpec> joined = intended.peerings(networkId);
    boolean removed =
        rooms.locked(
            networkId,
            () -> {
              if (!intended.hasNetwork(networkId)) {
                return false;
              }
              intended.removeNetwork(networkId);
              peerings.cut(joined, rooms.open(networkId));
              host.removeLink(rooms.numberOf(networkId));
              rooms.remove(networkId);
              records.removeNetwork(networkId);
              return true;
            });
    if (removed) {
      joined.forEach(peering -> peerings.reroute(peering.other(networkId)));
    }
  }

  @Override
  public List<NetworkSpec> networks() {
    return intended.networks();
  }

  @Override
  public void ensurePeering(PeeringSpec spec) {
    peerings.ensure(spec);
  }

  @Override
  public void removePeering(String peeringId) {
    peerings.remove(peeringId);
  }

  @Override
  public List<PeeringSpec> peerings() {
    return intended.peerings();
  }

  @Override
  public InterfaceHandle attach(InterfaceSpec spec) {
    return rooms.locked(
        spec.networkId(),
        () -> {
          Optional<InterfaceSpec> before = intended.find(spec.id());
          SubnetSpec subnet = intended.putInterface(spec);
          records.put(spec);
          NetworkRoom room = rooms.open(spec.networkId());
          before.ifPresent(had -> interfaces.release(room, had, spec));
          interfaces.attach(room, spec, subnet);
          if (before.isEmpty()) {
            enforcement.joined(room, spec, subnet);
          } else {
            enforcement.membership(room, spec.networkId());
          }
          return handle(spec);
        });
  }

  @Override
  public Path namespacePath(String machineId) {
    return namespaces.path(InterfaceLinks.namespaceName(machineId));
  }

  @Override
  public void detach(String interfaceId) {
    Optional<InterfaceSpec> found = intended.find(interfaceId);
    if (found.isEmpty()) {
      return;
    }
    InterfaceSpec spec = found.get();
    String networkId = spec.networkId();
    rooms.locked(
        networkId,
        () -> {
          NetworkRoom room = rooms.open(networkId);
          interfaces.detach(room, spec, intended.machine(spec.machineId()).size() == 1);
          intended.removeInterface(interfaceId);
          enforcement.membership(room, networkId);
          records.removeInterface(interfaceId);
          return true;
        });
  }

  @Override
  public List<InterfaceHandle> interfaces(String networkId) {
    intended.network(networkId);
    return intended.interfaces(networkId).stream().map(this::handle).toList();
  }

  private InterfaceHandle handle(InterfaceSpec spec) {
    return new InterfaceHandle(
        spec, namespacePath(spec.machineId()), spec.deviceName(), subnet(spec).router());
  }

  private SubnetSpec subnet(InterfaceSpec spec) {
    return intended.network(spec.networkId()).subnet(spec.subnetId()).orElseThrow();
  }

  @Override
  public void applyFirewall(String networkId, FirewallSpec spec) {
    rooms.locked(
        networkId,
        () -> {
          intended.putFirewall(networkId, spec);
          enforcement.groups(rooms.open(networkId), networkId);
          return true;
        });
  }

  @Override
  public void applyAddresses(String networkId, Map<Ipv4Address, Ipv4Address> privateByPublic) {
    rooms.locked(
        networkId,
        () -> {
          intended.putAddresses(networkId, privateByPublic);
          NetworkRoom room = rooms.open(networkId);
          enforcement.addresses(room, networkId);
          host.publish(rooms.numberOf(networkId), intended.publicAddresses(networkId));
          return true;
        });
  }

  @Override
  public Ipv4Cidr publicAddressPool() {
    return NetworkRooms.perform(host::publicBlock);
  }

  @Override
  public ServerSocketChannel listen(String networkId, Ipv4Address address, int port) {
    return listening(
        networkId,
        new GuardRules.Listener(address, "tcp", port),
        () -> {
          ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
          try {
            return channel.bind(new InetSocketAddress(address.toInetAddress(), port));
          } catch (IOException e) {
            channel.close();
            throw e;
          }
        });
  }

  @Override
  public DatagramChannel listenDatagram(String networkId, Ipv4Address address, int port) {
    return listening(
        networkId,
        new GuardRules.Listener(address, "udp", port),
        () -> {
          DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
          try {
            return channel.bind(new InetSocketAddress(address.toInetAddress(), port));
          } catch (IOException e) {
            channel.close();
            throw e;
          }
        });
  }

  private <T> T listening(String networkId, GuardRules.Listener place, Callable<T> open) {
    intended.requireOwnAddress(networkId, place.address());
    return rooms.locked(
        networkId,
        () -> {
          NetworkRoom room = rooms.open(networkId);
          T channel = NetworkNamespaces.inside(room.path(), open);
          room.listeners().add(place);
          enforcement.listeners(room, networkId);
          return channel;
        });
  }

  @Override
  public InterfaceCounters counters(String interfaceId) {
    String networkId = intended.requireInterface(interfaceId).networkId();
    return rooms.locked(
        networkId,
        () -> {
          Links.Statistics network =
              rooms
                  .open(networkId)
                  .links()
                  .statistics(Devices.of(interfaceId))
                  .orElseThrow(() ->
                      new NetworkException(
                          Kind.UNKNOWN_INTERFACE, "the device of " + interfaceId + " is gone"));
          // What the network's end sends is what the instance receives.
          return new InterfaceCounters(
              network.sentBytes(),
              network.receivedBytes(),
              network.sentPackets(),
              network.receivedPackets(),
              network.sentDropped());
        });
  }

  @Override
  public List<Difference> verify(String networkId) {
    NetworkSpec spec = intended.network(networkId);
    return rooms.locked(
        networkId,
        () -> {
          if (!namespaces.exists(NetworkRooms.namespaceName(networkId))) {
            return List.of(new Difference(Subject.NETWORK, networkId, "its namespace is gone"));
          }
          NetworkRoom room = rooms.open(networkId);
          List<Difference> found = new ArrayList<>();
          enforcement.verify(room, networkId, found);
          if (spec.internetGateway()) {
            int number = rooms.numberOf(networkId);
            Enforcement.add(found, Subject.NETWORK, networkId, host.linkDifferences(number, room));
            Enforcement.add(found, Subject.ADDRESSES, networkId, host.publicDifferences(number));
          }
          InterfaceLinks.NetworkEnds ends = InterfaceLinks.NetworkEnds.of(room);
          for (InterfaceSpec attached : intended.interfaces(networkId)) {
            List<String> differences = interfaces.differences(ends, attached, subnet(attached));
            Enforcement.add(found, Subject.INTERFACE, attached.id(), differences);
          }
          return found;
        });
  }

  @Override
  public void removeAll() {
    for (NetworkSpec network : networks()) {
      detachAll(network.id());
      if (!intended.addresses(network.id()).isEmpty()) {
        applyAddresses(network.id(), Map.of());
      }
      removeNetwork(network.id());
    }
    NetworkRooms.perform(() -> {
      // Namespaces without a record, should a crash have left any.
      for (String name : namespaces.names()) {
        namespaces.remove(name);
      }
      host.removeAll();
      return true;
    });
  }

  private void detachAll(String networkId) {
    rooms.locked(
        networkId,
        () -> {
          rooms.open(networkId).links().deleteGroup(Devices.INTERFACE_GROUP);
          for (InterfaceSpec spec : intended.interfaces(networkId)) {
            namespaces.remove(InterfaceLinks.namespaceName(spec.machineId()));
            intended.removeInterface(spec.id());
            records.removeInterface(spec.id());
          }
          return true;
        });
  }

  @Override
  public List<NetworkCapability> capabilities() {
    return NetworkChecks.capabilities(config);
  }

  @Override
  public void close() {
    rooms.close();
    host.close();
  }
}
