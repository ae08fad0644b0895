package croft.services.ec2.vpc;

import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Peer;
import croft.drivers.network.SubnetSpec;
import croft.drivers.network.Traffic;
import croft.services.ec2.address.Address;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
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

  /** Empty when the VPC is gone. */
  static Optional<NetworkIntent> of(Transaction tx, String scope, String vpcId) {
    return tx.get(Vpcs.TABLE, scope, vpcId).map(vpc -> intent(tx, vpc));
  }

  private static NetworkIntent intent(Transaction tx, Vpc vpc) {
    List<SubnetSpec> subnets =
        tx.findIn(Vpcs.SUBNETS, vpc.scope(), "vpc_id", vpc.id()).stream()
            .map(s -> SubnetSpec.open(s.id(), Ipv4Cidr.parse(s.cidrBlock())))
            .toList();
    NetworkSpec network =
        NetworkSpec.open(vpc.id(), List.of(Ipv4Cidr.parse(vpc.cidrBlock())), subnets, true);
    return new NetworkIntent(network, firewall(tx, vpc), addresses(tx, vpc));
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

  private static Map<Ipv4Address, Ipv4Address> addresses(Transaction tx, Vpc vpc) {
    Map<Ipv4Address, Ipv4Address> addresses = new HashMap<>();
    for (Instance instance : tx.findIn(Instances.TABLE, vpc.scope(), "vpc_id", vpc.id())) {
      String address = instance.place().publicAddress();
      boolean attached =
          tx.get(NetworkInterfaces.TABLE, vpc.scope(), instance.place().interfaceId()).isPresent();
      if (address != null && attached) {
        addresses.put(
            Ipv4Address.parse(address), Ipv4Address.parse(instance.place().privateAddress()));
      }
    }
    for (Address address : tx.list(Addresses.TABLE, vpc.scope())) {
      String interfaceId = address.interfaceId();
      if (interfaceId != null && address.privateAddress() != null) {
        boolean here =
            tx.get(NetworkInterfaces.TABLE, vpc.scope(), interfaceId)
                .filter(nic -> nic.vpcId().equals(vpc.id()))
                .isPresent();
        if (here) {
          addresses.put(
              Ipv4Address.parse(address.publicAddress()),
              Ipv4Address.parse(address.privateAddress()));
        }
      }
    }
    return addresses;
  }
}
