package croft.drivers.network;

import croft.drivers.network.NetworkException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was stated about networks, and the refusals that follow from it alone: every driver keeps
 * one, so that all refuse alike. Safe for many threads.
 */
public final class IntendedNetworks {
  private final Map<String, NetworkSpec> networks = new TreeMap<>();
  private final Map<String, InterfaceSpec> interfaces = new TreeMap<>();
  private final Map<String, FirewallSpec> firewalls = new HashMap<>();
  private final Map<String, Map<Ipv4Address, Ipv4Address>> addresses = new HashMap<>();
  private final Map<String, PeeringSpec> peerings = new TreeMap<>();

  /** Records a network, or refuses it because of the interfaces and addresses it has. */
  public synchronized void putNetwork(NetworkSpec spec) {
    for (InterfaceSpec attached : interfaces(spec.id())) {
      Ipv4Cidr before = network(spec.id()).subnet(attached.subnetId()).orElseThrow().cidr();
      boolean kept =
          spec.subnet(attached.subnetId()).filter(now -> now.cidr().equals(before)).isPresent();
      if (!kept) {
        throw conflict("subnet " + attached.subnetId() + " still has interface " + attached.id());
      }
      for (NatGatewaySpec gateway : spec.natGateways()) {
        if (attached.privateAddresses().contains(gateway.privateAddress())) {
          throw conflict(
              "address " + gateway.privateAddress() + " belongs to interface " + attached.id());
        }
      }
    }
    for (PeeringSpec peering : peerings(spec.id())) {
      refuseOverlap(peering, spec, network(peering.other(spec.id())));
    }
    Set<Ipv4Address> translated = publicAddresses(spec);
    for (NetworkSpec other : networks.values()) {
      if (!other.id().equals(spec.id())) {
        refuseTaken(other.id(), publicAddresses(other), translated);
        refuseTaken(other.id(), addresses(other.id()).keySet(), translated);
      }
    }
    if (!spec.internetGateway() && !addresses(spec.id()).isEmpty()) {
      throw conflict("network " + spec.id() + " still has public addresses");
    }
    networks.put(spec.id(), spec);
  }

  /** Every public address that leads to the network: those of interfaces and of NAT gateways. */
  public synchronized Set<Ipv4Address> publicAddresses(String networkId) {
    Set<Ipv4Address> all = new HashSet<>(publicAddresses(network(networkId)));
    all.addAll(addresses(networkId).keySet());
    return all;
  }

  /** The public addresses of a network's NAT gateways. */
  private static Set<Ipv4Address> publicAddresses(NetworkSpec network) {
    return network.natGateways().stream()
        .flatMap(gateway -> gateway.publicAddress().stream())
        .collect(Collectors.toSet());
  }

  /** Forgets a network and its peerings. */
  public synchronized void removeNetwork(String networkId) {
    List<InterfaceSpec> attached = interfaces(networkId);
    if (!attached.isEmpty()) {
      throw conflict("network " + networkId + " still has interface " + attached.getFirst().id());
    }
    peerings.values().removeIf(peering -> peering.has(networkId));
    networks.remove(networkId);
    firewalls.remove(networkId);
    addresses.remove(networkId);
  }

  /** Ordered by id. */
  public synchronized List<NetworkSpec> networks() {
    return List.copyOf(networks.values());
  }

  public synchronized boolean hasNetwork(String networkId) {
    return networks.containsKey(networkId);
  }

  /** The network, or {@code UNKNOWN_NETWORK}. */
  public synchronized NetworkSpec network(String networkId) {
    NetworkSpec spec = networks.get(networkId);
    if (spec == null) {
      throw new NetworkException(Kind.UNKNOWN_NETWORK, "no such network: " + networkId);
    }
    return spec;
  }

  /** Refuses to listen at what is not the network's own address. */
  public synchronized void requireOwnAddress(String networkId, Ipv4Address address) {
    if (!network(networkId).ownAddresses().contains(address)) {
      throw conflict(address + " is not network " + networkId + "'s own address");
    }
  }

  /** Records an interface, or refuses it. Returns its subnet. */
  public synchronized SubnetSpec putInterface(InterfaceSpec spec) {
    NetworkSpec network = network(spec.networkId());
    SubnetSpec subnet =
        network
            .subnet(spec.subnetId())
            .orElseThrow(
                () -> conflict("network " + network.id() + " has no subnet " + spec.subnetId()));
    spec.privateAddresses().forEach(address -> checkAddress(address, network, subnet));
    InterfaceSpec before = interfaces.get(spec.id());
    if (before != null && !sameBut(before, spec)) {
      throw conflict("interface " + spec.id() + " is attached differently: " + before);
    }
    for (InterfaceSpec other : interfaces.values()) {
      if (!other.id().equals(spec.id())) {
        refuseBeside(spec, other);
      }
    }
    interfaces.put(spec.id(), spec);
    return subnet;
  }

  private static void refuseBeside(InterfaceSpec spec, InterfaceSpec other) {
    for (Ipv4Address address : spec.privateAddresses()) {
      if (other.networkId().equals(spec.networkId())
          && other.privateAddresses().contains(address)) {
        throw conflict("address " + address + " belongs to interface " + other.id());
      }
    }
    if (other.machineId().equals(spec.machineId()) && other.deviceIndex() == spec.deviceIndex()) {
      throw conflict(spec.deviceName() + " of " + spec.machineId() + " is interface " + other.id());
    }
  }

  private static void checkAddress(Ipv4Address address, NetworkSpec network, SubnetSpec subnet) {
    Ipv4Cidr cidr = subnet.cidr();
    boolean reserved =
        address.equals(cidr.base())
            || address.equals(subnet.router())
            || address.equals(network.resolver())
            || address.equals(cidr.at(cidr.size() - 1));
    if (!cidr.contains(address) || reserved) {
      throw conflict("subnet " + subnet.id() + " " + cidr + " cannot give " + address);
    }
    for (NatGatewaySpec gateway : network.natGateways()) {
      if (gateway.privateAddress().equals(address)) {
        throw conflict("address " + address + " belongs to NAT gateway " + gateway.id());
      }
    }
  }

  /** Addresses and the source/destination check may change while attached. */
  private static boolean sameBut(InterfaceSpec one, InterfaceSpec other) {
    return one.networkId().equals(other.networkId())
        && one.subnetId().equals(other.subnetId())
        && one.macAddress().equals(other.macAddress())
        && one.machineId().equals(other.machineId())
        && one.deviceIndex() == other.deviceIndex();
  }

  public synchronized void removeInterface(String interfaceId) {
    interfaces.remove(interfaceId);
  }

  public synchronized Optional<InterfaceSpec> find(String interfaceId) {
    return Optional.ofNullable(interfaces.get(interfaceId));
  }

  /** The interface, or {@code UNKNOWN_INTERFACE}. */
  public synchronized InterfaceSpec requireInterface(String interfaceId) {
    InterfaceSpec spec = interfaces.get(interfaceId);
    if (spec == null) {
      throw new NetworkException(Kind.UNKNOWN_INTERFACE, "no such interface: " + interfaceId);
    }
    return spec;
  }

  /** The interfaces of a network, ordered by id. */
  public synchronized List<InterfaceSpec> interfaces(String networkId) {
    List<InterfaceSpec> found = new ArrayList<>();
    for (InterfaceSpec spec : interfaces.values()) {
      if (spec.networkId().equals(networkId)) {
        found.add(spec);
      }
    }
    return found;
  }

  /** The interfaces of a machine, ordered by device index. */
  public synchronized List<InterfaceSpec> machine(String machineId) {
    return interfaces.values().stream()
        .filter(spec -> spec.machineId().equals(machineId))
        .sorted(Comparator.comparingInt(InterfaceSpec::deviceIndex))
        .toList();
  }

  /** Records a peering, or refuses it because of the blocks of its networks. */
  public synchronized void putPeering(PeeringSpec spec) {
    refuseOverlap(spec, network(spec.requesterNetworkId()), network(spec.accepterNetworkId()));
    PeeringSpec before = peerings.get(spec.id());
    if (before != null && !before.equals(spec)) {
      throw conflict("peering " + spec.id() + " joins others: " + before);
    }
    peerings.put(spec.id(), spec);
  }

  private static void refuseOverlap(PeeringSpec spec, NetworkSpec one, NetworkSpec other) {
    for (Ipv4Cidr cidr : one.cidrs()) {
      if (other.cidrs().stream().anyMatch(cidr::overlaps)) {
        throw conflict("networks of peering " + spec.id() + " overlap in " + cidr);
      }
    }
  }

  public synchronized void removePeering(String peeringId) {
    peerings.remove(peeringId);
  }

  /** Every peering, ordered by id. */
  public synchronized List<PeeringSpec> peerings() {
    return List.copyOf(peerings.values());
  }

  /** The peerings of a network, ordered by id. */
  public synchronized List<PeeringSpec> peerings(String networkId) {
    return peerings.values().stream().filter(peering -> peering.has(networkId)).toList();
  }

  /** How the network routes as things are. */
  public synchronized Routing routing(String networkId) {
    Map<String, List<Ipv4Cidr>> peerBlocks = new HashMap<>();
    for (PeeringSpec peering : peerings(networkId)) {
      peerBlocks.put(peering.id(), network(peering.other(networkId)).cidrs());
    }
    Set<String> forwarders = new HashSet<>();
    for (InterfaceSpec spec : interfaces.values()) {
      if (!spec.sourceDestinationCheck() && spec.networkId().equals(networkId)) {
        forwarders.add(spec.id());
      }
    }
    return new Routing(network(networkId), peerBlocks, forwarders);
  }

  public synchronized void putFirewall(String networkId, FirewallSpec spec) {
    network(networkId);
    firewalls.put(networkId, spec);
  }

  /** Whether a firewall was stated for the network, to this object. */
  public synchronized boolean hasFirewall(String networkId) {
    return firewalls.containsKey(networkId);
  }

  public synchronized FirewallSpec firewall(String networkId) {
    return firewalls.getOrDefault(networkId, FirewallSpec.EMPTY);
  }

  /** Records the public addresses of a network, or refuses them. */
  public synchronized void putAddresses(
      String networkId, Map<Ipv4Address, Ipv4Address> privateByPublic) {
    if (!network(networkId).internetGateway() && !privateByPublic.isEmpty()) {
      throw conflict("network " + networkId + " has no internet gateway");
    }
    Set<Ipv4Address> inUse = new HashSet<>(privateByPublic.values());
    if (inUse.size() < privateByPublic.size()) {
      throw conflict("two public addresses lead to one private address: " + privateByPublic);
    }
    for (NetworkSpec other : networks.values()) {
      if (!other.id().equals(networkId)) {
        refuseTaken(other.id(), addresses(other.id()).keySet(), privateByPublic.keySet());
        refuseTaken(other.id(), publicAddresses(other), privateByPublic.keySet());
      }
    }
    addresses.put(networkId, Map.copyOf(privateByPublic));
  }

  private static void refuseTaken(
      String other, Set<Ipv4Address> taken, Collection<Ipv4Address> wanted) {
    for (Ipv4Address address : wanted) {
      if (taken.contains(address)) {
        throw conflict("public address " + address + " belongs to network " + other);
      }
    }
  }

  /** Whether public addresses were stated for the network, to this object. */
  public synchronized boolean hasAddresses(String networkId) {
    return addresses.containsKey(networkId);
  }

  public synchronized Map<Ipv4Address, Ipv4Address> addresses(String networkId) {
    return addresses.getOrDefault(networkId, Map.of());
  }

  /** The private addresses of each attached interface id of the network. */
  public synchronized Map<String, List<Ipv4Address>> privateAddresses(String networkId) {
    return interfaces(networkId).stream()
        .collect(Collectors.toMap(InterfaceSpec::id, InterfaceSpec::privateAddresses));
  }

  public synchronized void clear() {
    networks.clear();
    peerings.clear();
    interfaces.clear();
    firewalls.clear();
    addresses.clear();
  }

  private static NetworkException conflict(String message) {
    return new NetworkException(Kind.CONFLICT, message);
  }
}
