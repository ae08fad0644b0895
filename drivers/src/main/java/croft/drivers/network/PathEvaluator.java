package croft.drivers.network;

import java.util.Map;
import java.util.Optional;

/**
 * Whether packets between addresses would arrive, by pure computation over what was stated: routes,
 * network ACLs, firewall groups, public addresses, NAT gateways and peerings. It is the fake
 * driver's kernel, and the yardstick of the real one's.
 */
public final class PathEvaluator {
  /** Where answers to TCP and UDP go, when nobody says otherwise. */
  private static final int EPHEMERAL_PORT = 49_152;

  private static final int ECHO_REQUEST = 8;

  private final IntendedNetworks intended;

  public PathEvaluator(IntendedNetworks intended) {
    this.intended = intended;
  }

  /** An address in a network, as its groups and ACLs see a packet that comes from afar. */
  private record End(String networkId, Ipv4Address address) {}

  /** How a packet goes on: as whose, and to what end; an empty end is the world outside. */
  private record Way(Ipv4Address source, Optional<End> end) {}

  /** Whether the first packet of a flow from an interface's address arrives. */
  public boolean arrives(String networkId, Ipv4Address from, Ipv4Address to, Packet packet) {
    return way(networkId, from, to, packet).isPresent();
  }

  /** Whether it arrives, and the answer comes back: what a connection needs. */
  public boolean connects(String networkId, Ipv4Address from, Ipv4Address to, Packet packet) {
    Optional<Way> way = way(networkId, from, to, packet);
    if (way.isEmpty()) {
      return false;
    }
    Packet answer = answer(packet);
    if (way.get().end().isEmpty()) {
      return crosses(networkId, to, from, answer, false);
    }
    // Answers are routed and judged by ACLs as every packet, but pass all groups.
    End there = way.get().end().get();
    return returns(there, way.get().source(), answer)
        && crosses(networkId, to, from, answer, false);
  }

  private static Packet answer(Packet packet) {
    if (packet.protocol() == Traffic.ICMP) {
      return packet.icmpType() == ECHO_REQUEST ? Packet.icmp(0, 0) : packet;
    }
    return new Packet(packet.protocol(), EPHEMERAL_PORT, 0, 0);
  }

  private boolean returns(End from, Ipv4Address to, Packet answer) {
    NetworkSpec network = intended.network(from.networkId());
    if (!crosses(from.networkId(), from.address(), to, answer, true)) {
      return false;
    }
    return isLocal(network, to) || target(network, from.address(), to).isPresent();
  }

  private Optional<Way> way(String networkId, Ipv4Address from, Ipv4Address to, Packet packet) {
    NetworkSpec network = intended.network(networkId);
    boolean out =
        groups(networkId).letsOut(from, to, packet) && crosses(networkId, from, to, packet, true);
    if (!out) {
      return Optional.empty();
    }
    if (isLocal(network, to)) {
      return entering(from, new End(networkId, to), packet);
    }
    return target(network, from, to)
        .flatMap(target ->
            switch (target) {
              case RouteTarget.InternetGateway() ->
                  publicAddress(networkId, from).flatMap(own -> beyond(network, own, to, packet));
              case RouteTarget.NatGateway(String id) ->
                  network
                      .natGateway(id)
                      .flatMap(NatGatewaySpec::publicAddress)
                      .flatMap(own -> beyond(network, own, to, packet));
              case RouteTarget.Peering(String id) ->
                  peer(networkId, id).flatMap(other -> across(from, new End(other, to), packet));
              case RouteTarget.Interface(String id) ->
                  entering(
                      from,
                      new End(networkId, intended.requireInterface(id).privateAddress()),
                      packet);
              case RouteTarget.GatewayEndpoint _ -> Optional.of(new Way(from, Optional.empty()));
              case RouteTarget.Blackhole() -> Optional.empty();
            });
  }

  private static boolean isLocal(NetworkSpec network, Ipv4Address address) {
    return network.cidrs().stream().anyMatch(cidr -> cidr.contains(address));
  }

  private Optional<RouteTarget> target(NetworkSpec network, Ipv4Address from, Ipv4Address to) {
    return network
        .subnetOf(from)
        .flatMap(subnet -> intended.routing(network.id()).target(network.routeTableOf(subnet), to));
  }

  private Optional<Ipv4Address> publicAddress(String networkId, Ipv4Address inner) {
    return intended.addresses(networkId).entrySet().stream()
        .filter(pair -> pair.getValue().equals(inner))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Optional<String> peer(String networkId, String peeringId) {
    return intended.peerings(networkId).stream()
        .filter(peering -> peering.id().equals(peeringId))
        .map(peering -> peering.other(networkId))
        .findFirst();
  }

  /** Over a peering: in the other network the packet is from outside, and only local. */
  private Optional<Way> across(Ipv4Address from, End to, Packet packet) {
    return isLocal(intended.network(to.networkId()), to.address())
        ? entering(from, to, packet)
        : Optional.empty();
  }

  /** Out by a gateway under a public address, and in again where another has the destination. */
  private Optional<Way> beyond(
      NetworkSpec network, Ipv4Address own, Ipv4Address to, Packet packet) {
    if (network.serviceAddresses().contains(to)) {
      return Optional.of(new Way(own, Optional.empty()));
    }
    for (NetworkSpec other : intended.networks()) {
      Ipv4Address inner = intended.addresses(other.id()).get(to);
      if (inner != null) {
        boolean open =
            other
                .subnetOf(inner)
                .filter(subnet ->
                    intended.routing(other.id()).reachesInternet(other.routeTableOf(subnet)))
                .isPresent();
        return open ? entering(own, new End(other.id(), inner), packet) : Optional.empty();
      }
      if (intended.publicAddresses(other.id()).contains(to)) {
        // A NAT gateway's: nobody opens a flow to it.
        return Optional.empty();
      }
    }
    return Optional.of(new Way(own, Optional.empty()));
  }

  private Optional<Way> entering(Ipv4Address from, End to, Packet packet) {
    boolean in =
        groups(to.networkId()).isMember(to.address())
            && crosses(to.networkId(), from, to.address(), packet, false)
            && groups(to.networkId()).letsIn(to.address(), from, packet);
    return in ? Optional.of(new Way(from, Optional.of(to))) : Optional.empty();
  }

  /** Whether the ACL of the subnet at one end lets the packet leave it, or enter it. */
  private boolean crosses(
      String networkId, Ipv4Address from, Ipv4Address to, Packet packet, boolean leaving) {
    NetworkSpec network = intended.network(networkId);
    Optional<SubnetSpec> border = network.subnetOf(leaving ? from : to);
    if (border.isEmpty() || border.equals(network.subnetOf(leaving ? to : from))) {
      return true;
    }
    AclSpec acl = network.aclOf(border.get());
    return leaving ? passes(acl.egress(), to, packet) : passes(acl.ingress(), from, packet);
  }

  private static boolean passes(Iterable<AclRule> rules, Ipv4Address peer, Packet packet) {
    for (AclRule rule : rules) {
      if (rule.cidr().contains(peer) && rule.traffic().matches(packet)) {
        return rule.allow();
      }
    }
    return false;
  }

  private FirewallEvaluator groups(String networkId) {
    return new FirewallEvaluator(
        intended.firewall(networkId), intended.privateAddresses(networkId));
  }
}
