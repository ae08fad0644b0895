package croft.services.ec2.natgateway;

import croft.api.ec2.DescribeNatGatewaysRequest;
import croft.api.ec2.DescribeNatGatewaysResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.NatGatewayAddress;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;

/** DescribeNatGateways; deleted and failed ones are shown for an hour. */
public final class DescribeNatGateways {
  private final Store store;
  private final Paging paging;

  public DescribeNatGateways(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_NAT_GATEWAYS,
        AccessRule.toAll("ec2:DescribeNatGateways"),
        this::describeNatGateways);
  }

  private DescribeNatGatewaysResult describeNatGateways(
      Call call, DescribeNatGatewaysRequest request) {
    return store.read(tx -> {
      List<String> ids = request.natGatewayIdsOrEmpty();
      for (String id : ids) {
        if (tx.get(NatGateways.TABLE, call.scope(), id).isEmpty()) {
          throw NatGateways.notFound(id);
        }
      }
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<NatGateway> filters =
          new Filters<NatGateway>()
              .on("nat-gateway-id", NatGateway::id)
              .on("state", g -> g.state().text())
              .on("subnet-id", NatGateway::subnetId)
              .on("vpc-id", NatGateway::vpcId)
              .tagged(g -> tags.getOrDefault(g.id(), Map.of()));
      Paging.Page<NatGateway> page =
          paging.page(
              call,
              tx.list(NatGateways.TABLE, call.scope()).stream()
                  .filter(g -> ids.isEmpty() || ids.contains(g.id()))
                  .filter(filters.matching(request.filterOrEmpty()))
                  .toList(),
              NatGateway::id,
              request.maxResults(),
              request.nextToken());
      return DescribeNatGatewaysResult.builder()
          .natGateways(
              page.items().stream()
                  .map(g -> shape(g, tags.getOrDefault(g.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  /** As the API shows a gateway. */
  static croft.api.ec2.NatGateway shape(NatGateway gateway, Map<String, String> tags) {
    NatGateway.Failure failure = gateway.failure();
    return croft.api.ec2.NatGateway.builder()
        .natGatewayId(gateway.id())
        .vpcId(gateway.vpcId())
        .subnetId(gateway.subnetId())
        .state(gateway.state().text())
        .connectivityType(gateway.isPublic() ? "public" : "private")
        .createTime(gateway.createdAt())
        .deleteTime(gateway.endedAt())
        .failureCode(failure == null ? null : failure.code())
        .failureMessage(failure == null ? null : failure.message())
        .natGatewayAddresses(List.of(address(gateway)))
        .tags(Tags.shapes(tags))
        .build();
  }

  private static NatGatewayAddress address(NatGateway gateway) {
    NatGatewayAddress.Builder address =
        NatGatewayAddress.builder().allocationId(gateway.allocationId()).isPrimary(true);
    NatGateway.Place place = gateway.place();
    if (place == null) {
      boolean failed = gateway.state() == NatGateway.State.FAILED;
      return address.status(failed ? "failed" : "associating").build();
    }
    return address
        .associationId(place.associationId())
        .networkInterfaceId(place.interfaceId())
        .privateIp(place.privateAddress())
        .publicIp(place.publicAddress())
        .status("succeeded")
        .build();
  }
}
