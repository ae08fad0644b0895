package croft.services.ec2.internetgateway;

import croft.base.ServiceError;
import croft.store.Table;
import croft.store.Transaction;
import java.util.Optional;

/** Finds internet gateways inside a transaction. */
public final class InternetGateways {
  public static final Table<InternetGateway> TABLE =
      Table.of(
              "ec2_internet_gateway",
              InternetGateway.class,
              InternetGateway::scope,
              InternetGateway::id)
          .index("vpc_id", InternetGateway::vpcId);

  private InternetGateways() {}

  /** The gateway attached to a VPC. */
  public static Optional<InternetGateway> of(Transaction tx, String scope, String vpcId) {
    return tx.findIn(TABLE, scope, "vpc_id", vpcId).stream().findFirst();
  }

  /**
   * The gateway of that id.
   *
   * @throws ServiceError {@code InvalidInternetGatewayID.NotFound}
   */
  public static InternetGateway require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidInternetGatewayID.NotFound",
                "The internetGateway ID '" + id + "' does not exist"));
  }
}
