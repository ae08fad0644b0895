package croft.services.ec2.vpc;

import croft.base.ServiceError;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.natgateway.NatGateway;
import croft.services.ec2.natgateway.NatGateways;
import croft.services.ec2.networkacl.NetworkAcls;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.peering.Peerings;
import croft.services.ec2.routetable.RouteTable;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.services.ec2.tag.Tags;
import croft.store.Transaction;

/** Deletes a VPC with what came with it; anything made in it since stands in the way. */
final class VpcDeletion {
  private VpcDeletion() {}

  /**
   * Deletes it.
   *
   * @throws ServiceError {@code DependencyViolation}
   */
  static void delete(Transaction tx, Vpc vpc) {
    if (needed(tx, vpc)) {
      throw ServiceError.badRequest(
          "DependencyViolation",
          "The vpc '" + vpc.id() + "' has dependencies and cannot be deleted.");
    }
    for (RouteTable table : RouteTables.inVpc(tx, vpc.scope(), vpc.id())) {
      tx.delete(RouteTables.TABLE, vpc.scope(), table.id());
      Tags.clear(tx, vpc.scope(), table.id());
    }
    NetworkAcls.deleteDefault(tx, vpc);
    for (SecurityGroup group : SecurityGroups.inVpc(tx, vpc.scope(), vpc.id())) {
      tx.delete(SecurityGroups.TABLE, vpc.scope(), group.id());
      Tags.clear(tx, vpc.scope(), group.id());
    }
    tx.delete(Vpcs.TABLE, vpc.scope(), vpc.id());
    Tags.clear(tx, vpc.scope(), vpc.id());
  }

  private static boolean needed(Transaction tx, Vpc vpc) {
    return !Vpcs.subnetsOf(tx, vpc.scope(), vpc.id()).isEmpty()
        || InternetGateways.of(tx, vpc.scope(), vpc.id()).isPresent()
        || !NetworkInterfaces.inVpc(tx, vpc.scope(), vpc.id()).isEmpty()
        || NatGateways.inVpc(tx, vpc.scope(), vpc.id()).stream().anyMatch(NatGateway::isStanding)
        || !VpcEndpoints.inVpc(tx, vpc.scope(), vpc.id()).isEmpty()
        || !Peerings.activeOf(tx, vpc.scope(), vpc.id()).isEmpty()
        || NetworkAcls.inVpc(tx, vpc.scope(), vpc.id()).stream().anyMatch(a -> !a.isDefault())
        || RouteTables.inVpc(tx, vpc.scope(), vpc.id()).stream().anyMatch(t -> !t.main())
        || SecurityGroups.inVpc(tx, vpc.scope(), vpc.id()).stream()
            .anyMatch(g -> !g.name().equals("default"));
  }
}
