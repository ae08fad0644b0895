package croft.drivers.linux.network;

import croft.drivers.network.Difference;
import croft.drivers.network.Difference.Subject;
import croft.drivers.network.IntendedNetworks;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.PeeringSpec;
import croft.drivers.network.Routing;
import croft.drivers.network.SubnetSpec;
import java.util.List;
import java.util.Optional;

/**
 * Brings what was stated of a network into the tables of its namespace. Calls are to be made with
 * the network's lock held.
 */
final class Enforcement {
  private final IntendedNetworks intended;
  private final PeeringLinks wires;

  Enforcement(IntendedNetworks intended, PeeringLinks wires) {
    this.intended = intended;
    this.wires = wires;
  }

  /** All that depends on the network's own description. */
  void network(NetworkRoom room, String networkId) {
    routing(room, networkId);
    // What another object over the same namespace stated stays until it is stated anew.
    if (intended.hasFirewall(networkId) || !room.groups().exists()) {
      groups(room, networkId);
    }
    if (intended.hasAddresses(networkId) || !room.addresses().exists()) {
      addresses(room, networkId);
    }
  }

  /** Where packets go, and which may come from where. */
  void routing(NetworkRoom room, String networkId) {
    Routing routing = intended.routing(networkId);
    List<InterfaceSpec> interfaces = intended.interfaces(networkId);
    room.guard().apply(GuardRules.of(routing, interfaces, room.listeners()));
    room.routes().apply(RouteRules.of(routing, interfaces));
    room.acls().apply(AclRules.of(routing, interfaces));
    exits(networkId, routing, interfaces).apply(room.links());
  }

  private Exits exits(String networkId, Routing routing, List<InterfaceSpec> interfaces) {
    return Exits.of(routing, interfaces, wires.gateways(networkId, intended.peerings(networkId)));
  }

  /**
   * What an interface that was attached is part of. Mostly a few elements do, at the same cost
   * whatever the number of interfaces.
   */
  void joined(NetworkRoom room, InterfaceSpec spec, SubnetSpec subnet) {
    NetworkSpec network = intended.network(spec.networkId());
    boolean plain = spec.sourceDestinationCheck() && AclRules.isOpen(network.aclOf(subnet));
    boolean done =
        plain
            && room.guard().join(table -> Optional.of(GuardRules.joining(spec)))
            && room.routes().join(table -> Optional.of(RouteRules.joining(spec, subnet)))
            && joinGroups(room, spec);
    if (!done) {
      membership(room, spec.networkId());
    }
  }

  private boolean joinGroups(NetworkRoom room, InterfaceSpec spec) {
    String networkId = spec.networkId();
    return !intended.hasFirewall(networkId)
        || room.groups()
            .join(table -> GroupRules.joining(table, intended.firewall(networkId), spec));
  }

  /** What an interface that went or was changed is part of. */
  void membership(NetworkRoom room, String networkId) {
    routing(room, networkId);
    if (intended.hasFirewall(networkId)) {
      groups(room, networkId);
    }
  }

  /** The places inside the network that are listened at. */
  void listeners(NetworkRoom room, String networkId) {
    room.guard()
        .apply(
            GuardRules.of(
                intended.routing(networkId), intended.interfaces(networkId), room.listeners()));
  }

  void groups(NetworkRoom room, String networkId) {
    room.groups()
        .apply(
            GroupRules.of(
                intended.firewall(networkId),
                intended.privateAddresses(networkId),
                intended.network(networkId).serviceAddresses()));
  }

  void addresses(NetworkRoom room, String networkId) {
    room.addresses()
        .apply(AddressRules.ofNetwork(intended.routing(networkId), intended.addresses(networkId)));
  }

  /** Where the namespace differs from what was stated. */
  void verify(NetworkRoom room, String networkId, List<Difference> found) throws Exception {
    Routing routing = intended.routing(networkId);
    add(found, Subject.NETWORK, networkId, room.differences(routing.network()));
    add(found, Subject.NETWORK, networkId, room.guard().differences());
    add(found, Subject.NETWORK, networkId, room.routes().differences());
    add(found, Subject.NETWORK, networkId, room.acls().differences());
    List<InterfaceSpec> interfaces = intended.interfaces(networkId);
    Exits exits = exits(networkId, routing, interfaces);
    add(found, Subject.NETWORK, networkId, exits.differences(room.links()));
    add(found, Subject.FIREWALL, networkId, room.groups().differences());
    add(found, Subject.ADDRESSES, networkId, room.addresses().differences());
    for (PeeringSpec peering : intended.peerings(networkId)) {
      List<String> differences = wires.differences(peering, networkId, room);
      add(found, Subject.PEERING, peering.id(), differences);
    }
  }

  static void add(List<Difference> found, Subject kind, String subject, List<String> differences) {
    differences.forEach(what -> found.add(new Difference(kind, subject, what)));
  }
}
