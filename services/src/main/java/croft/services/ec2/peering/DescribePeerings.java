package croft.services.ec2.peering;

import croft.api.ec2.DescribeVpcPeeringConnectionsRequest;
import croft.api.ec2.DescribeVpcPeeringConnectionsResult;
import croft.api.ec2.Ec2Model;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** DescribeVpcPeeringConnections. */
public final class DescribePeerings {
  private final Store store;
  private final Paging paging;

  public DescribePeerings(Store store, Paging paging) {
    this.store = store;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_VPC_PEERING_CONNECTIONS,
        AccessRule.toAll("ec2:DescribeVpcPeeringConnections"),
        this::describeVpcPeeringConnections);
  }

  private DescribeVpcPeeringConnectionsResult describeVpcPeeringConnections(
      Call call, DescribeVpcPeeringConnectionsRequest request) {
    return store.read(tx -> {
      List<String> ids = request.vpcPeeringConnectionIdsOrEmpty();
      ids.forEach(id -> Peerings.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Peering> page =
          paging.page(
              call,
              tx.list(Peerings.TABLE, Peering.SCOPE).stream()
                  .filter(p -> p.visibleIn(call.scope()))
                  .filter(p -> ids.isEmpty() || ids.contains(p.id()))
                  .filter(filters(tx, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              Peering::id,
              request.maxResults(),
              request.nextToken());
      return DescribeVpcPeeringConnectionsResult.builder()
          .vpcPeeringConnections(
              page.items().stream()
                  .map(p -> PeeringView.shape(tx, p, tags.getOrDefault(p.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<Peering> filters(Transaction tx, Map<String, Map<String, String>> tags) {
    Filters<Peering> filters =
        new Filters<Peering>()
            .on("vpc-peering-connection-id", Peering::id)
            .on("status-code", p -> p.state().text())
            .on("status-message", Peering::message)
            .on("expiration-time", p -> p.expiresAt().toString())
            .tagged(p -> tags.getOrDefault(p.id(), Map.of()));
    ofSide(tx, filters, "requester-vpc-info", Peering::requester);
    ofSide(tx, filters, "accepter-vpc-info", Peering::accepter);
    return filters;
  }

  private static void ofSide(
      Transaction tx,
      Filters<Peering> filters,
      String prefix,
      Function<Peering, Peering.Side> side) {
    filters
        .on(prefix + ".vpc-id", p -> side.apply(p).vpcId())
        .on(prefix + ".owner-id", p -> side.apply(p).account())
        .on(prefix + ".cidr-block", p -> PeeringView.block(tx, side.apply(p)));
  }
}
