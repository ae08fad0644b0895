package croft.services.ec2.peering;

import croft.base.ServiceError;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.stream.Stream;

/** Finds peering connections inside a transaction. */
public final class Peerings {
  public static final Table<Peering> TABLE =
      Table.of("ec2_vpc_peering", Peering.class, Peering::scope, Peering::id)
          .index("requester_vpc_id", p -> p.requester().vpcId())
          .index("accepter_vpc_id", p -> p.accepter().vpcId());

  private Peerings() {}

  /** Every connection of a VPC, whatever its state. */
  public static List<Peering> of(Transaction tx, String vpcId) {
    return Stream.concat(
            tx.findIn(TABLE, Peering.SCOPE, "requester_vpc_id", vpcId).stream(),
            tx.findIn(TABLE, Peering.SCOPE, "accepter_vpc_id", vpcId).stream())
        .distinct()
        .toList();
  }

  /** The connections of a VPC over which packets pass. */
  public static List<Peering> activeOf(Transaction tx, String scope, String vpcId) {
    return of(tx, vpcId).stream()
        .filter(p -> p.visibleIn(scope))
        .filter(p -> p.state() == Peering.State.PROVISIONING || p.state() == Peering.State.ACTIVE)
        .toList();
  }

  /**
   * The connection of that id, if the scope has one of its sides.
   *
   * @throws ServiceError {@code InvalidVpcPeeringConnectionID.NotFound}
   */
  public static Peering require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, Peering.SCOPE, id)
        .filter(p -> p.visibleIn(scope))
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidVpcPeeringConnectionID.NotFound",
                "The vpcPeeringConnection ID '" + id + "' does not exist"));
  }
}
