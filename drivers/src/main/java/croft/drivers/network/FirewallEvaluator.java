package croft.drivers.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a firewall lets pass, by pure computation: for the fake driver, for explaining, and as the
 * yardstick of what the kernel does.
 */
public final class FirewallEvaluator {
  private final FirewallSpec spec;
  private final Map<String, FirewallGroup> groups;
  private final Map<Ipv4Address, String> interfacesByAddress;

  /**
   * Reads a firewall for interfaces of these private addresses.
   *
   * @param addresses the private addresses of each interface id
   */
  public FirewallEvaluator(FirewallSpec spec, Map<String, List<Ipv4Address>> addresses) {
    this.spec = spec;
    this.groups =
        spec.groups().stream().collect(Collectors.toMap(FirewallGroup::id, Function.identity()));
    this.interfacesByAddress = new HashMap<>();
    addresses.forEach((id, all) -> all.forEach(address -> interfacesByAddress.put(address, id)));
  }

  /**
   * Whether the first packet of a flow reaches its receiver. An address that is no interface's lies
   * outside the network: nothing here holds it back at that end.
   */
  public boolean allows(Ipv4Address from, Ipv4Address to, Packet packet) {
    return letsOut(from, to, packet) && letsIn(to, from, packet);
  }

  /** Whether the groups of the interface at {@code own} let a packet out to {@code other}. */
  boolean letsOut(Ipv4Address own, Ipv4Address other, Packet packet) {
    return passes(own, other, packet, FirewallGroup::egress);
  }

  /** Whether the groups of the interface at {@code own} let a packet in from {@code other}. */
  boolean letsIn(Ipv4Address own, Ipv4Address other, Packet packet) {
    return passes(own, other, packet, FirewallGroup::ingress);
  }

  /** Whether an interface has the address. */
  boolean isMember(Ipv4Address address) {
    return interfacesByAddress.containsKey(address);
  }

  private boolean passes(
      Ipv4Address own,
      Ipv4Address other,
      Packet packet,
      Function<FirewallGroup, List<FirewallRule>> direction) {
    String interfaceId = interfacesByAddress.get(own);
    if (interfaceId == null) {
      return true;
    }
    return groupsOf(interfaceId).stream()
        .map(groups::get)
        .flatMap(group -> direction.apply(group).stream())
        .anyMatch(rule -> rule.traffic().matches(packet) && includes(rule.peer(), other));
  }

  private boolean includes(Peer peer, Ipv4Address address) {
    return switch (peer) {
      case Peer.Cidr(Ipv4Cidr cidr) -> cidr.contains(address);
      case Peer.Group(String groupId) -> {
        String interfaceId = interfacesByAddress.get(address);
        yield interfaceId == null
            ? spec.foreignMembers().getOrDefault(groupId, Set.of()).contains(address)
            : groupsOf(interfaceId).contains(groupId);
      }
      case Peer.PrefixList(String id) ->
          spec.prefixLists().getOrDefault(id, Set.of()).stream()
              .anyMatch(cidr -> cidr.contains(address));
    };
  }

  private Set<String> groupsOf(String interfaceId) {
    return spec.interfaceGroups().getOrDefault(interfaceId, Set.of());
  }
}
