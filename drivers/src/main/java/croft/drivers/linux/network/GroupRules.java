package croft.drivers.linux.network;

import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.Peer;
import croft.drivers.network.Traffic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Firewall groups as an nftables table of the network's namespace.
 *
 * <p>A packet to be forwarded passes two base chains: {@code egress} by the device it comes from,
 * {@code ingress} by the one it goes to. A map leads from the device to a chain for its combination
 * of groups, which jumps to a chain for each group; interfaces of equal groups share it. Groups
 * that rules refer to are sets of addresses. So to add an interface adds a few elements, whatever
 * the number of interfaces and rules.
 */
final class GroupRules {
  static final String TABLE = "croft-groups";
  private static final String ESTABLISHED = "ct state established,related accept";

  private GroupRules() {}

  /**
   * The table for a firewall.
   *
   * @param attached the private addresses of each attached interface id
   * @param services the addresses of services that the network answers for: groups let out to them,
   *     as to what is beyond the network
   */
  static Ruleset of(
      FirewallSpec spec,
      Map<String, List<Ipv4Address>> attached,
      Collection<Ipv4Address> services) {
    Ruleset.Builder rules = new Ruleset.Builder(TABLE);
    if (!services.isEmpty()) {
      rules
          .set("services", "ipv4_addr", services.stream().map(Ipv4Address::toString).toList())
          .baseChain(
              "serve",
              "type filter hook input priority -10; policy accept;",
              "ip daddr != @services accept",
              ESTABLISHED,
              "iifname vmap @out",
              "drop");
    }
    Map<String, String> in = new TreeMap<>();
    Map<String, String> out = new TreeMap<>();
    Set<String> used = new TreeSet<>();
    Set<Set<String>> combinations = new HashSet<>();
    for (String id : attached.keySet()) {
      Set<String> groups = spec.interfaceGroups().getOrDefault(id, Set.of());
      if (!groups.isEmpty()) {
        String name = combination(groups);
        in.put(Devices.quoted(id), "jump all-in." + name);
        out.put(Devices.quoted(id), "jump all-out." + name);
        if (combinations.add(groups)) {
          rules.chain("all-in." + name, jumps("in-", groups));
          rules.chain("all-out." + name, jumps("out-", groups));
          used.addAll(groups);
        }
      }
    }
    rules.map("in", "ifname : verdict", in).map("out", "ifname : verdict", out);
    addGroups(rules, spec, used, attached);
    return rules
        .baseChain(
            "egress",
            "type filter hook forward priority -10; policy drop;",
            ESTABLISHED,
            "iifname \"igw\" accept",
            "iifname " + Devices.PEERINGS + " accept",
            "iifname vmap @out")
        .baseChain(
            "ingress",
            "type filter hook forward priority 0; policy drop;",
            ESTABLISHED,
            "oifname \"igw\" accept",
            "oifname " + Devices.PEERINGS + " accept",
            "oifname vmap @in")
        .build();
  }

  /**
   * What an interface that joins the others adds to a table; empty when nobody had its combination
   * of groups yet, and so there are no chains for it.
   */
  static Optional<Map<String, Map<String, String>>> joining(
      Ruleset table, FirewallSpec spec, InterfaceSpec joining) {
    Set<String> groups = spec.interfaceGroups().getOrDefault(joining.id(), Set.of());
    if (groups.isEmpty()) {
      return Optional.of(Map.of());
    }
    String name = combination(groups);
    if (!table.chains().containsKey("all-in." + name)) {
      return Optional.empty();
    }
    String device = Devices.quoted(joining.id());
    Map<String, Map<String, String>> more = new TreeMap<>();
    more.put("in", Map.of(device, "jump all-in." + name));
    more.put("out", Map.of(device, "jump all-out." + name));
    for (String group : groups) {
      if (table.elements().containsKey("of-" + group)) {
        Map<String, String> addresses = new TreeMap<>();
        joining.privateAddresses().forEach(address -> addresses.put(address.toString(), ""));
        more.put("of-" + group, addresses);
      }
    }
    return Optional.of(more);
  }

  /** A name for a set of groups: one group's own, otherwise a digest of all. */
  private static String combination(Set<String> groups) {
    String joined = String.join(" ", new TreeSet<>(groups));
    return groups.size() == 1 ? joined : Devices.of(joined).substring(1);
  }

  private static List<String> jumps(String prefix, Set<String> groups) {
    List<String> rules = new ArrayList<>();
    for (String group : new TreeSet<>(groups)) {
      rules.add("jump " + prefix + group);
    }
    return rules;
  }

  private static void addGroups(
      Ruleset.Builder rules,
      FirewallSpec spec,
      Set<String> used,
      Map<String, List<Ipv4Address>> attached) {
    Set<Peer> peers = new HashSet<>();
    for (FirewallGroup group : spec.groups()) {
      if (used.contains(group.id())) {
        rules.chain("in-" + group.id(), group.ingress().stream().map(GroupRules::in).toList());
        rules.chain("out-" + group.id(), group.egress().stream().map(GroupRules::out).toList());
        Stream.concat(group.ingress().stream(), group.egress().stream())
            .forEach(rule -> peers.add(rule.peer()));
      }
    }
    for (Peer peer : peers) {
      switch (peer) {
        case Peer.Cidr ignored -> {}
        case Peer.Group(String id) ->
            rules.set("of-" + id, "ipv4_addr", members(id, spec, attached));
        case Peer.PrefixList(String id) ->
            rules.blocks("list-" + id, separate(spec.prefixLists().getOrDefault(id, Set.of())));
      }
    }
  }

  private static List<String> members(
      String group, FirewallSpec spec, Map<String, List<Ipv4Address>> attached) {
    Stream<Ipv4Address> own =
        attached.entrySet().stream()
            .filter(e -> spec.interfaceGroups().getOrDefault(e.getKey(), Set.of()).contains(group))
            .flatMap(e -> e.getValue().stream());
    Stream<Ipv4Address> foreign = spec.foreignMembers().getOrDefault(group, Set.of()).stream();
    return Stream.concat(own, foreign).map(Ipv4Address::toString).toList();
  }

  /** The blocks that no other contains: the kernel takes no overlap. */
  private static List<String> separate(Collection<Ipv4Cidr> blocks) {
    List<Ipv4Cidr> kept = new ArrayList<>();
    for (Ipv4Cidr block : new TreeSet<>(blocks)) {
      // A containing block sorts before what it contains.
      if (kept.isEmpty() || !kept.getLast().contains(block)) {
        kept.add(block);
      }
    }
    return kept.stream().map(Ipv4Cidr::toString).toList();
  }

  private static String in(FirewallRule rule) {
    return rule(peer("saddr", rule.peer()), rule.traffic());
  }

  private static String out(FirewallRule rule) {
    return rule(peer("daddr", rule.peer()), rule.traffic());
  }

  private static String rule(String peer, Traffic traffic) {
    return Stream.of(peer, TrafficRules.of(traffic), "accept")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String peer(String side, Peer peer) {
    return switch (peer) {
      case Peer.Cidr(Ipv4Cidr cidr) -> cidr.prefixLength() == 0 ? "" : "ip " + side + " " + cidr;
      case Peer.Group(String id) -> "ip " + side + " @of-" + id;
      case Peer.PrefixList(String id) -> "ip " + side + " @list-" + id;
    };
  }
}
