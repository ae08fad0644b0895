package croft.services.ec2.vpc;

import croft.drivers.network.FirewallSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.SubnetSpec;
import croft.services.ec2.address.Addresses;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.networkacl.NetworkAcls;
import croft.services.ec2.routetable.RouteSpecs;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.securitygroup.Firewalls;
import croft.store.Transaction;
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
    return new NetworkIntent(
        network(tx, vpc),
        Firewalls.of(tx, vpc.scope(), vpc.id()),
        Addresses.byPublic(tx, vpc.scope(), vpc.id()));
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
        List.of(),
        Set.of());
  }
}
