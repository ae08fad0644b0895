package croft.services.ec2.natgateway;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NatGatewaySpec;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds NAT gateways inside a transaction. */
public final class NatGateways {
  public static final Table<NatGateway> TABLE =
      Table.of("ec2_nat_gateway", NatGateway.class, NatGateway::scope, NatGateway::id)
          .index("vpc_id", NatGateway::vpcId);

  private NatGateways() {}

  public static List<NatGateway> inVpc(Transaction tx, String scope, String vpcId) {
    return tx.findIn(TABLE, scope, "vpc_id", vpcId);
  }

  static ServiceError notFound(@Nullable String id) {
    return ServiceError.badRequest("NatGatewayNotFound", "NAT gateway " + id + " was not found");
  }

  /** What the network driver should make of a VPC's gateways. */
  public static List<NatGatewaySpec> specs(Transaction tx, String scope, String vpcId) {
    List<NatGatewaySpec> specs = new ArrayList<>();
    for (NatGateway gateway : inVpc(tx, scope, vpcId)) {
      NatGateway.Place place = gateway.place();
      if (place != null && gateway.inNetwork()) {
        specs.add(
            new NatGatewaySpec(
                gateway.id(),
                gateway.subnetId(),
                Ipv4Address.parse(place.privateAddress()),
                Optional.ofNullable(place.publicAddress()).map(Ipv4Address::parse)));
      }
    }
    return specs;
  }
}
