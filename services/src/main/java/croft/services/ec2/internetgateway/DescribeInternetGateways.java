package croft.services.ec2.internetgateway;

import croft.api.ec2.DescribeInternetGatewaysRequest;
import croft.api.ec2.DescribeInternetGatewaysResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.InternetGatewayAttachment;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;

/** DescribeInternetGateways. */
public final class DescribeInternetGateways {
  private final Store store;
  private final Vpcs vpcs;
  private final Paging paging;

  public DescribeInternetGateways(Store store, Vpcs vpcs, Paging paging) {
    this.store = store;
    this.vpcs = vpcs;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_INTERNET_GATEWAYS,
        AccessRule.toAll("ec2:DescribeInternetGateways"),
        this::describeInternetGateways);
  }

  private DescribeInternetGatewaysResult describeInternetGateways(
      Call call, DescribeInternetGatewaysRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<String> ids = request.internetGatewayIdsOrEmpty();
      ids.forEach(id -> InternetGateways.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<InternetGateway> filters =
          new Filters<InternetGateway>()
              .on("internet-gateway-id", InternetGateway::id)
              .on("attachment.vpc-id", InternetGateway::vpcId)
              .on("attachment.state", g -> g.vpcId() == null ? null : "available")
              .on("owner-id", g -> call.account())
              .tagged(g -> tags.getOrDefault(g.id(), Map.of()));
      Paging.Page<InternetGateway> page =
          paging.page(
              call,
              tx.list(InternetGateways.TABLE, call.scope()).stream()
                  .filter(g -> ids.isEmpty() || ids.contains(g.id()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .toList(),
              InternetGateway::id,
              request.maxResults(),
              request.nextToken());
      return DescribeInternetGatewaysResult.builder()
          .internetGateways(
              page.items().stream()
                  .map(g -> shape(call, g, tags.getOrDefault(g.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  /** As the API shows a gateway. */
  static croft.api.ec2.InternetGateway shape(
      Call call, InternetGateway gateway, Map<String, String> tags) {
    return croft.api.ec2.InternetGateway.builder()
        .internetGatewayId(gateway.id())
        .ownerId(call.account())
        .attachments(
            gateway.vpcId() == null
                ? List.of()
                : List.of(
                    InternetGatewayAttachment.builder()
                        .state("available")
                        .vpcId(gateway.vpcId())
                        .build()))
        .tags(Tags.shapes(tags))
        .build();
  }
}
