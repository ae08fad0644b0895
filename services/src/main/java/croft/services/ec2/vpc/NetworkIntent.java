package croft.services.ec2.vpc;

import croft.drivers.network.AclSpec;
import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Peer;
import croft.drivers.network.SubnetSpec;
import croft.drivers.network.Traffic;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.routetable.RouteSpecs;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the network driver should make true for one VPC, as the store has it. */
record NetworkIntent(
    NetworkSpec network, FirewallSpec firewall, Map<Ipv4Address, Ipv4Address> addresses) {

  private static final String OPEN_ACL = "open";

  /** Empty when the VPC is gone. */
  static Optional<NetworkIntent> of(Transaction tx, String scope, String vpcId) {
    return tx.get(Vpcs.TABLE, scope, vpcId).map(vpc -> intent(tx, vpc));
  }

  private static NetworkIntent intent(Transaction tx, Vpc vpc) {
    return new NetworkIntent(
        network(tx, vpc), firewall(tx, vpc), MappedAddresses.of(tx, vpc.scope(), vpc.id()));
  }

  private static NetworkSpec network(Transaction tx, Vpc vpc) {
    String scope = vpc.scope();
    List<SubnetSpec> subnets =
        Vpcs.subnetsOf(tx, scope, vpc.id()).stream()
            .map(s ->
                new SubnetSpec(
                    s.id(),
                    Ipv4Cidr.parse(s.cidrBlock()),
                    RouteTables.of(tx, scope, vpc.id(), s.id()).id(),
                    OPEN_ACL))
            .toList();
    return new NetworkSpec(
        vpc.id(),
        vpc.blocks(),
        subnets,
        RouteSpecs.of(tx, scope, vpc.id()),
        List.of(AclSpec.open(OPEN_ACL)),
        InternetGateways.of(tx, scope, vpc.id()).isPresent(),
        List.of(),
        Set.of());
  }

  private static FirewallSpec firewall(Transaction tx, Vpc vpc) {
    List<FirewallGroup> groups =
        SecurityGroups.inVpc(tx, vpc.scope(), vpc.id()).stream().map(NetworkIntent::group).toList();
    Set<String> known = new HashSet<>();
    groups.forEach(group -> known.add(group.id()));
    Map<String, Set<String>> worn = new HashMap<>();
    for (NetworkInterface nic : NetworkInterfaces.inVpc(tx, vpc.scope(), vpc.id())) {
      Set<String> ids = new HashSet<>(nic.groupIds());
      ids.retainAll(known);
      worn.put(nic.id(), ids);
    }
    return FirewallSpec.of(groups, worn);
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
