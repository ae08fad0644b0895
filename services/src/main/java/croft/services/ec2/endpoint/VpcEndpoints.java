package croft.services.ec2.endpoint;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;

/** Finds endpoints inside a transaction. */
public final class VpcEndpoints {
  public static final Table<VpcEndpoint> TABLE =
      Table.of("ec2_vpc_endpoint", VpcEndpoint.class, VpcEndpoint::scope, VpcEndpoint::id)
          .index("vpc_id", VpcEndpoint::vpcId);

  private VpcEndpoints() {}

  public static List<VpcEndpoint> inVpc(Transaction tx, String scope, String vpcId) {
    return tx.findIn(TABLE, scope, "vpc_id", vpcId);
  }

  /** The endpoints that a route table leads to. */
  public static List<VpcEndpoint> of(
      Transaction tx, String scope, String vpcId, String routeTableId) {
    return inVpc(tx, scope, vpcId).stream()
        .filter(e -> e.routeTableIds().contains(routeTableId))
        .toList();
  }

  /** The endpoint that leads from an address of a VPC to a service. */
  public static Optional<VpcEndpoint> through(
      Transaction tx, String scope, String vpcId, Ipv4Address from, String serviceName) {
    return Vpcs.subnetsOf(tx, scope, vpcId).stream()
        .filter(subnet -> Ipv4Cidr.parse(subnet.cidrBlock()).contains(from))
        .map(subnet -> RouteTables.of(tx, scope, vpcId, subnet.id()).id())
        .flatMap(table -> of(tx, scope, vpcId, table).stream())
        .filter(endpoint -> endpoint.serviceName().equals(serviceName))
        .findFirst();
  }

  /**
   * The endpoint of that id.
   *
   * @throws ServiceError {@code InvalidVpcEndpointId.NotFound}
   */
  public static VpcEndpoint require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidVpcEndpointId.NotFound",
                "The Vpc Endpoint Id '" + id + "' does not exist"));
  }

  /** Lets go of a route table that is deleted. */
  public static void forget(Transaction tx, String scope, String vpcId, String routeTableId) {
    for (VpcEndpoint endpoint : of(tx, scope, vpcId, routeTableId)) {
      tx.put(
          TABLE,
          endpoint.withRouteTables(
              endpoint.routeTableIds().stream().filter(id -> !id.equals(routeTableId)).toList()));
    }
  }
}
