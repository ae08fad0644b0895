package croft.services.ec2.vpc;

import croft.base.Ids;
import croft.services.ec2.dhcpoptions.DhcpOptionSets;
import croft.services.ec2.dhcpoptions.DhcpOptions;
import croft.services.ec2.internetgateway.InternetGateway;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.networkacl.NetworkAcls;
import croft.services.ec2.region.Regions;
import croft.services.ec2.routetable.RouteTable;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.store.Transaction;
import java.util.List;

/** Makes VPCs with what every one has from its first moment: route table, ACL and group. */
final class VpcCreation {
  private static final String DEFAULT_BLOCK = "172.31.0.0/16";
  private static final String ANYWHERE = "0.0.0.0/0";

  private final Ids ids;

  VpcCreation(Ids ids) {
    this.ids = ids;
  }

  /** A VPC without subnets, whose only route is the local one. */
  Vpc create(Transaction tx, String scope, String cidrBlock) {
    Vpc vpc = insert(tx, scope, cidrBlock, false);
    furnish(tx, vpc, List.of());
    return vpc;
  }

  /** A default VPC: a public subnet in each zone, and the internet gateway they lead to. */
  Vpc createDefault(Transaction tx, String scope) {
    Vpc vpc = insert(tx, scope, DEFAULT_BLOCK, true);
    openToInternet(tx, vpc);
    int block = 0;
    String region = scope.substring(scope.indexOf('/') + 1);
    for (Regions.Zone zone : Regions.named(region).zones()) {
      String cidr = "172.31." + block + ".0/20";
      tx.insert(
          Vpcs.SUBNETS,
          new Subnet(scope, ids.resource("subnet"), vpc.id(), zone.name(), cidr, true, true));
      block += 16;
    }
    guard(tx, vpc);
    return vpc;
  }

  /**
   * Gives a default VPC that was written without them its gateway, its main route table and its
   * default ACL.
   */
  void complete(Transaction tx, Vpc vpc) {
    if (RouteTables.inVpc(tx, vpc.scope(), vpc.id()).isEmpty()) {
      tx.put(Vpcs.TABLE, vpc.withDhcpOptions(dhcpOptions(tx, vpc.scope())));
      openToInternet(tx, vpc);
    }
    if (NetworkAcls.defaultOf(tx, vpc.scope(), vpc.id()).isEmpty()) {
      NetworkAcls.createDefault(tx, ids, vpc);
    }
  }

  private Vpc insert(Transaction tx, String scope, String cidrBlock, boolean isDefault) {
    String id = ids.resource("vpc");
    Vpc vpc =
        new Vpc(
            scope,
            id,
            cidrBlock,
            List.of(new CidrAssociation(ids.resource("vpc-cidr-assoc"), cidrBlock)),
            isDefault,
            dhcpOptions(tx, scope),
            false,
            true,
            isDefault);
    tx.insert(Vpcs.TABLE, vpc);
    return vpc;
  }

  private String dhcpOptions(Transaction tx, String scope) {
    DhcpOptions set =
        DhcpOptionSets.findDefault(tx, scope)
            .orElseGet(() -> DhcpOptionSets.createDefault(tx, ids, scope));
    return set.id();
  }

  private void openToInternet(Transaction tx, Vpc vpc) {
    InternetGateway gateway = new InternetGateway(vpc.scope(), ids.resource("igw"), vpc.id());
    tx.insert(InternetGateways.TABLE, gateway);
    RouteTable.Target out =
        new RouteTable.Target(RouteTable.Target.Kind.INTERNET_GATEWAY, gateway.id());
    RouteTables.createMain(
        tx, ids, vpc.scope(), vpc.id(), List.of(new RouteTable.Route(ANYWHERE, out)));
  }

  private void furnish(Transaction tx, Vpc vpc, List<RouteTable.Route> routes) {
    RouteTables.createMain(tx, ids, vpc.scope(), vpc.id(), routes);
    guard(tx, vpc);
  }

  /** What filters the VPC's packets from its first moment. */
  private void guard(Transaction tx, Vpc vpc) {
    SecurityGroups.createDefault(tx, ids, vpc);
    NetworkAcls.createDefault(tx, ids, vpc);
  }
}
