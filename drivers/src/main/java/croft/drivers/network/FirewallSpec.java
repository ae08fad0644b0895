package croft.drivers.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The whole intended firewall of a network. A flow passes when a rule of any group of the sender
 * lets it out and a rule of any group of the receiver lets it in; answers to a flow that passed
 * always pass. An interface in no group, or not named here, neither sends nor receives. The
 * network's own services (metadata, resolver) are not subject to groups, as AWS has it in <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html">security
 * groups</a>.
 *
 * <p>A rule may name a group or prefix list that is not there (any more): it has no members.
 *
 * @param groups every group of the network, with ids unique
 * @param interfaceGroups the group ids of each interface id
 * @param prefixLists the blocks of each prefix list that rules name
 * @param foreignMembers the addresses in groups of peered networks that rules name, by group id
 */
public record FirewallSpec(
    List<FirewallGroup> groups,
    Map<String, Set<String>> interfaceGroups,
    Map<String, Set<Ipv4Cidr>> prefixLists,
    Map<String, Set<Ipv4Address>> foreignMembers) {
  public static final FirewallSpec EMPTY = of(List.of(), Map.of());

  public FirewallSpec {
    groups = List.copyOf(groups);
    interfaceGroups = copyOfSets(interfaceGroups);
    prefixLists = copyOfSets(prefixLists);
    foreignMembers = copyOfSets(foreignMembers);
    Set<String> known = new TreeSet<>();
    for (FirewallGroup group : groups) {
      if (!known.add(group.id())) {
        throw new IllegalArgumentException("group twice: " + group.id());
      }
    }
    interfaceGroups.forEach((id, members) -> requireKnown(known, members, id));
    prefixLists.keySet().forEach(id -> Names.check("prefix list id", id));
    foreignMembers.keySet().forEach(id -> Names.check("group id", id));
  }

  /** A firewall whose rules name neither prefix lists nor groups elsewhere. */
  public static FirewallSpec of(
      List<FirewallGroup> groups, Map<String, Set<String>> interfaceGroups) {
    return new FirewallSpec(groups, interfaceGroups, Map.of(), Map.of());
  }

  private static <T> Map<String, Set<T>> copyOfSets(Map<String, Set<T>> map) {
    Map<String, Set<T>> copy = new HashMap<>();
    map.forEach((key, set) -> copy.put(key, Set.copyOf(set)));
    return Map.copyOf(copy);
  }

  private static void requireKnown(Set<String> known, Set<String> groups, String interfaceId) {
    Names.check("interface id", interfaceId);
    for (String group : groups) {
      if (!known.contains(group)) {
        throw new IllegalArgumentException(interfaceId + " is in an unknown group: " + group);
      }
    }
  }
}
