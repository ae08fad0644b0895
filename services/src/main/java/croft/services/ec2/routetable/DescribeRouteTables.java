package croft.services.ec2.routetable;

import croft.api.ec2.DescribeRouteTablesRequest;
import croft.api.ec2.DescribeRouteTablesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.Route;
import croft.api.ec2.RouteTableAssociation;
import croft.api.ec2.RouteTableAssociationState;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** DescribeRouteTables. */
public final class DescribeRouteTables {
  private final Store store;
  private final Vpcs vpcs;
  private final Paging paging;

  public DescribeRouteTables(Store store, Vpcs vpcs, Paging paging) {
    this.store = store;
    this.vpcs = vpcs;
    this.paging = paging;
  }

  public Binding<?, ?> binding() {
    return Binding.bind(
        Ec2Model.DESCRIBE_ROUTE_TABLES,
        AccessRule.toAll("ec2:DescribeRouteTables"),
        this::describeRouteTables);
  }

  private DescribeRouteTablesResult describeRouteTables(
      Call call, DescribeRouteTablesRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<String> ids = request.routeTableIdsOrEmpty();
      ids.forEach(id -> RouteTables.require(tx, call.scope(), id));
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<RouteTable> page =
          paging.page(
              call,
              tx.list(RouteTables.TABLE, call.scope()).stream()
                  .filter(t -> ids.isEmpty() || ids.contains(t.id()))
                  .filter(filters(tx, call, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              RouteTable::id,
              request.maxResults(),
              request.nextToken());
      return DescribeRouteTablesResult.builder()
          .routeTables(
              page.items().stream()
                  .map(t -> shape(tx, call, t, tags.getOrDefault(t.id(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<RouteTable> filters(
      Transaction tx, Call call, Map<String, Map<String, String>> tags) {
    Map<String, List<Route>> routes = new HashMap<>();
    Filters<RouteTable> filters =
        new Filters<RouteTable>()
            .on("route-table-id", RouteTable::id)
            .on("vpc-id", RouteTable::vpcId)
            .on("owner-id", t -> call.account())
            .onAll("association.main", t -> each(t, a -> Boolean.toString(a.main())))
            .on("association.route-table-id", t -> t.associations().isEmpty() ? null : t.id())
            .onAll(
                "association.route-table-association-id", t -> each(t, RouteTable.Association::id))
            .onAll("association.subnet-id", t -> each(t, RouteTable.Association::subnetId))
            .onAll("association.gateway-id", t -> List.of())
            .tagged(t -> tags.getOrDefault(t.id(), Map.of()));
    Map<String, Function<Route, @Nullable String>> ofRoutes = new HashMap<>();
    ofRoutes.put("destination-cidr-block", Route::destinationCidrBlock);
    ofRoutes.put("destination-ipv6-cidr-block", Route::destinationIpv6CidrBlock);
    ofRoutes.put("destination-prefix-list-id", Route::destinationPrefixListId);
    ofRoutes.put("egress-only-internet-gateway-id", Route::egressOnlyInternetGatewayId);
    ofRoutes.put("gateway-id", Route::gatewayId);
    ofRoutes.put("instance-id", Route::instanceId);
    ofRoutes.put("nat-gateway-id", Route::natGatewayId);
    ofRoutes.put("transit-gateway-id", Route::transitGatewayId);
    ofRoutes.put("network-interface-id", Route::networkInterfaceId);
    ofRoutes.put("origin", Route::origin);
    ofRoutes.put("state", Route::state);
    ofRoutes.put("vpc-peering-connection-id", Route::vpcPeeringConnectionId);
    ofRoutes.forEach((name, value) ->
        filters.onAll(
            "route." + name,
            t ->
                routes.computeIfAbsent(t.id(), id -> RouteView.routes(tx, t)).stream()
                    .map(value)
                    .filter(Objects::nonNull)
                    .toList()));
    return filters;
  }

  private static List<String> each(
      RouteTable table, Function<RouteTable.Association, @Nullable String> value) {
    return table.associations().stream().map(value).filter(Objects::nonNull).toList();
  }

  /** As the API shows a table. */
  static croft.api.ec2.RouteTable shape(
      Transaction tx, Call call, RouteTable table, Map<String, String> tags) {
    return croft.api.ec2.RouteTable.builder()
        .routeTableId(table.id())
        .vpcId(table.vpcId())
        .ownerId(call.account())
        .associations(table.associations().stream().map(a -> shape(table, a)).toList())
        .routes(RouteView.routes(tx, table))
        .propagatingVgws(List.of())
        .tags(Tags.shapes(tags))
        .build();
  }

  private static RouteTableAssociation shape(RouteTable table, RouteTable.Association association) {
    return RouteTableAssociation.builder()
        .main(association.main())
        .routeTableAssociationId(association.id())
        .routeTableId(table.id())
        .subnetId(association.subnetId())
        .associationState(RouteTableAssociationState.builder().state("associated").build())
        .build();
  }
}
