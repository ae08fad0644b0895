package croft.services.ec2.securitygroup;

import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.Peer;
import croft.drivers.network.Traffic;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.prefixlist.PrefixLists;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a VPC's security groups come to, as the network driver takes it. */
public final class Firewalls {
  /** A group of no row, worn by what has none and is open. */
  private static final String OPEN = "open";

  private Firewalls() {}

  /** The whole firewall of a VPC. */
  public static FirewallSpec of(Transaction tx, String scope, String vpcId) {
    List<SecurityGroup> groups = SecurityGroups.inVpc(tx, scope, vpcId);
    Set<String> known = new HashSet<>();
    groups.forEach(group -> known.add(group.id()));
    Map<String, Set<String>> worn = new HashMap<>();
    for (NetworkInterface nic : NetworkInterfaces.inVpc(tx, scope, vpcId)) {
      Set<String> ids = new HashSet<>(nic.groupIds());
      ids.retainAll(known);
      // A network load balancer without groups lets everything pass, as on AWS.
      boolean open = nic.groupIds().isEmpty() && nic.type().equals("network_load_balancer");
      worn.put(nic.id(), open ? Set.of(OPEN) : ids);
    }
    Map<String, Set<Ipv4Cidr>> lists = new HashMap<>();
    named(groups, SecurityGroup.Peer.Kind.PREFIX_LIST)
        .forEach(id -> lists.put(id, PrefixLists.blocks(tx, scope, id)));
    Map<String, Set<Ipv4Address>> foreign = new HashMap<>();
    for (String id : named(groups, SecurityGroup.Peer.Kind.GROUP)) {
      if (!known.contains(id)) {
        foreign.put(id, PeeredGroups.members(tx, scope, vpcId, id));
      }
    }
    List<FirewallGroup> all = new ArrayList<>(groups.stream().map(Firewalls::group).toList());
    if (worn.containsValue(Set.of(OPEN))) {
      List<FirewallRule> everything =
          List.of(
              new FirewallRule(
                  Traffic.of(Traffic.TCP, 0, 65535), new Peer.Cidr(Ipv4Cidr.parse("0.0.0.0/0"))));
      all.add(new FirewallGroup(OPEN, everything, everything));
    }
    return new FirewallSpec(all, worn, lists, foreign);
  }

  private static Set<String> named(List<SecurityGroup> groups, SecurityGroup.Peer.Kind kind) {
    Set<String> ids = new TreeSet<>();
    for (SecurityGroup group : groups) {
      for (SecurityGroup.Rule rule : group.rules()) {
        if (rule.peer().kind() == kind) {
          ids.add(rule.peer().value());
        }
      }
    }
    return ids;
  }

  private static FirewallGroup group(SecurityGroup group) {
    return new FirewallGroup(group.id(), rules(group, false), rules(group, true));
  }

  /** IPv6 rules permit nothing here, for no instance has an IPv6 address. */
  private static List<FirewallRule> rules(SecurityGroup group, boolean egress) {
    return group.rules().stream()
        .filter(rule -> rule.egress() == egress)
        .filter(rule -> rule.peer().kind() != SecurityGroup.Peer.Kind.IPV6)
        .filter(rule -> !rule.protocol().equals("icmpv6"))
        .map(rule -> new FirewallRule(traffic(rule), peer(rule.peer())))
        .toList();
  }

  private static Traffic traffic(SecurityGroup.Rule rule) {
    int protocol =
        switch (rule.protocol()) {
          case "tcp" -> Traffic.TCP;
          case "udp" -> Traffic.UDP;
          case "icmp" -> Traffic.ICMP;
          default -> Integer.parseInt(rule.protocol());
        };
    return Traffic.of(protocol, rule.fromPort(), rule.toPort());
  }

  private static Peer peer(SecurityGroup.Peer peer) {
    return switch (peer.kind()) {
      case IPV4 -> new Peer.Cidr(Ipv4Cidr.parse(peer.value()));
      case GROUP -> new Peer.Group(peer.value());
      case PREFIX_LIST -> new Peer.PrefixList(peer.value());
      case IPV6 -> throw new IllegalArgumentException("No IPv6 in this network: " + peer.value());
    };
  }
}
