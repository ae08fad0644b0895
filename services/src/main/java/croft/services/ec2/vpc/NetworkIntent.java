package croft.services.ec2.vpc;

import croft.drivers.network.FirewallSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NatGatewaySpec;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.SubnetSpec;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.instance.PublicAddresses;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.natgateway.NatGateways;
import croft.services.ec2.networkacl.NetworkAcls;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.peering.Peerings;
import croft.services.ec2.prefixlist.PrefixLists;
import croft.services.ec2.prefixlist.ServicePrefixList;
import croft.services.ec2.routetable.RouteSpecs;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.securitygroup.Firewalls;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.store.Table;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the network driver should make true for one VPC, as the store has it.
 *
 * @param addresses the private address behind each public one, but for those of NAT gateways
 */
record NetworkIntent(
    NetworkSpec network, FirewallSpec firewall, Map<Ipv4Address, Ipv4Address> addresses) {

  /**
   * The tables it is made of: while they stay as they are, so does the intent. Instances are read
   * for their public addresses only, which have a table of their own that changes with them.
   */
  static Table<?>[] madeOf() {
    return new Table<?>[] {
      Vpcs.TABLE,
      Vpcs.SUBNETS,
      RouteTables.TABLE,
      VpcEndpoints.TABLE,
      NetworkAcls.TABLE,
      NetworkAcls.ASSOCIATIONS,
      InternetGateways.TABLE,
      NatGateways.TABLE,
      PrefixLists.TABLE,
      Peerings.TABLE,
      SecurityGroups.TABLE,
      NetworkInterfaces.TABLE,
      Addresses.TABLE,
      PublicAddresses.TABLE
    };
  }

  /** Empty when the VPC is gone. */
  static Optional<NetworkIntent> of(Transaction tx, String scope, String vpcId) {
    return tx.get(Vpcs.TABLE, scope, vpcId).map(vpc -> intent(tx, vpc));
  }

  private static NetworkIntent intent(Transaction tx, Vpc vpc) {
    NetworkSpec network = network(tx, vpc);
    return new NetworkIntent(
        network, Firewalls.of(tx, vpc.scope(), vpc.id()), addresses(tx, vpc, network));
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
                    NetworkAcls.aclOf(tx, s)))
            .toList();
    return new NetworkSpec(
        vpc.id(),
        vpc.blocks(),
        subnets,
        RouteSpecs.of(tx, scope, vpc.id()),
        NetworkAcls.specs(tx, scope, vpc.id()),
        InternetGateways.of(tx, scope, vpc.id()).isPresent(),
        NatGateways.specs(tx, scope, vpc.id()),
        serviceAddresses(vpc));
  }

  /** Those of the region's services, without what the VPC has itself: its own go first. */
  private static Set<Ipv4Address> serviceAddresses(Vpc vpc) {
    String region = vpc.scope().substring(vpc.scope().indexOf('/') + 1);
    return ServicePrefixList.of(region).stream()
        .flatMap(list -> list.blocks().stream())
        .map(block -> Ipv4Cidr.parse(block).base())
        .filter(address -> vpc.blocks().stream().noneMatch(b -> b.contains(address)))
        .collect(Collectors.toSet());
  }

  private static Map<Ipv4Address, Ipv4Address> addresses(
      Transaction tx, Vpc vpc, NetworkSpec network) {
    Map<Ipv4Address, Ipv4Address> addresses =
        new HashMap<>(Addresses.byPublic(tx, vpc.scope(), vpc.id()));
    network.natGateways().stream()
        .map(NatGatewaySpec::publicAddress)
        .flatMap(Optional::stream)
        .forEach(addresses::remove);
    // While the gateway is gone they lead nowhere.
    return network.internetGateway() ? Map.copyOf(addresses) : Map.of();
  }
}
