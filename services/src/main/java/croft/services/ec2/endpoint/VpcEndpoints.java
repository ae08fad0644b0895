package croft.services.ec2.endpoint;

import croft.base.ServiceError;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;

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
