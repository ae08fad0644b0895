package croft.services.ec2.routetable;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.vpc.Subnet;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;

/** Finds route tables inside a transaction, and makes the main one of a new VPC. */
public final class RouteTables {
  public static final Table<RouteTable> TABLE =
      Table.of("ec2_route_table", RouteTable.class, RouteTable::scope, RouteTable::id)
          .index("vpc_id", RouteTable::vpcId);

  private RouteTables() {}

  public static List<RouteTable> inVpc(Transaction tx, String scope, String vpcId) {
    return tx.findIn(TABLE, scope, "vpc_id", vpcId);
  }

  /** The table that a VPC's subnets follow unless they say otherwise. */
  public static RouteTable main(Transaction tx, String scope, String vpcId) {
    return inVpc(tx, scope, vpcId).stream().filter(RouteTable::main).findFirst().orElseThrow();
  }

  /** The table that a subnet follows. */
  public static RouteTable of(Transaction tx, String scope, String vpcId, String subnetId) {
    return inVpc(tx, scope, vpcId).stream()
        .filter(table -> table.associations().stream().anyMatch(a -> subnetId.equals(a.subnetId())))
        .findFirst()
        .orElseGet(() -> main(tx, scope, vpcId));
  }

  /**
   * The table of that id.
   *
   * @throws ServiceError {@code InvalidRouteTableID.NotFound}
   */
  public static RouteTable require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidRouteTableID.NotFound", "The routeTable ID '" + id + "' does not exist"));
  }

  /** Makes a new VPC's main table, with these routes beside the local one. */
  public static void createMain(
      Transaction tx, Ids ids, String scope, String vpcId, List<RouteTable.Route> routes) {
    tx.insert(
        TABLE,
        new RouteTable(
            scope,
            ids.resource("rtb"),
            vpcId,
            routes,
            List.of(new RouteTable.Association(ids.resource("rtbassoc"), null)),
            null));
  }

  /** The table with that association. */
  static Optional<RouteTable> withAssociation(Transaction tx, String scope, String associationId) {
    return tx.list(TABLE, scope).stream()
        .filter(t -> t.associations().stream().anyMatch(a -> a.id().equals(associationId)))
        .findFirst();
  }

  /** Lets go of a subnet that is deleted. */
  public static void forget(Transaction tx, Subnet subnet) {
    for (RouteTable table : inVpc(tx, subnet.scope(), subnet.vpcId())) {
      boolean followed =
          table.associations().stream().anyMatch(a -> subnet.id().equals(a.subnetId()));
      if (followed) {
        tx.put(
            TABLE,
            table.withAssociations(all -> {
              all.removeIf(a -> subnet.id().equals(a.subnetId()));
              return all;
            }));
      }
    }
  }
}
