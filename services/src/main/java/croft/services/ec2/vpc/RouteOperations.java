package croft.services.ec2.vpc;

import croft.api.ec2.DescribeInternetGatewaysRequest;
import croft.api.ec2.DescribeInternetGatewaysResult;
import croft.api.ec2.DescribeRouteTablesRequest;
import croft.api.ec2.DescribeRouteTablesResult;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.InternetGateway;
import croft.api.ec2.InternetGatewayAttachment;
import croft.api.ec2.Route;
import croft.api.ec2.RouteTable;
import croft.api.ec2.RouteTableAssociation;
import croft.api.ec2.RouteTableAssociationState;
import croft.base.ServiceError;
import croft.services.ec2.describe.Filters;
import croft.services.ec2.describe.Paging;
import croft.services.ec2.tag.Tags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import java.util.List;
import java.util.Map;

/** DescribeInternetGateways and DescribeRouteTables: what each VPC's traffic follows. */
public final class RouteOperations {
  private static final String ANYWHERE = "0.0.0.0/0";

  private final Store store;
  private final Vpcs vpcs;
  private final Paging paging;

  public RouteOperations(Store store, Vpcs vpcs, Paging paging) {
    this.store = store;
    this.vpcs = vpcs;
    this.paging = paging;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Ec2Model.DESCRIBE_INTERNET_GATEWAYS,
            AccessRule.toAll("ec2:DescribeInternetGateways"),
            this::describeInternetGateways),
        Binding.bind(
            Ec2Model.DESCRIBE_ROUTE_TABLES,
            AccessRule.toAll("ec2:DescribeRouteTables"),
            this::describeRouteTables));
  }

  private DescribeInternetGatewaysResult describeInternetGateways(
      Call call, DescribeInternetGatewaysRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<Vpc> all = tx.list(Vpcs.TABLE, call.scope());
      List<String> ids = request.internetGatewayIdsOrEmpty();
      for (String id : ids) {
        if (all.stream().noneMatch(v -> v.internetGatewayId().equals(id))) {
          throw ServiceError.badRequest(
              "InvalidInternetGatewayID.NotFound",
              "The internetGateway ID '" + id + "' does not exist");
        }
      }
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Filters<Vpc> filters =
          new Filters<Vpc>()
              .on("internet-gateway-id", Vpc::internetGatewayId)
              .on("attachment.vpc-id", Vpc::id)
              .on("attachment.state", v -> "available")
              .on("owner-id", v -> call.account())
              .tagged(v -> tags.getOrDefault(v.internetGatewayId(), Map.of()));
      Paging.Page<Vpc> page =
          paging.page(
              call,
              all.stream()
                  .filter(v -> ids.isEmpty() || ids.contains(v.internetGatewayId()))
                  .filter(filters.matching(request.filtersOrEmpty()))
                  .toList(),
              Vpc::id,
              request.maxResults(),
              request.nextToken());
      return DescribeInternetGatewaysResult.builder()
          .internetGateways(
              page.items().stream()
                  .map(v -> gateway(call, v, tags.getOrDefault(v.internetGatewayId(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static InternetGateway gateway(Call call, Vpc vpc, Map<String, String> tags) {
    return InternetGateway.builder()
        .internetGatewayId(vpc.internetGatewayId())
        .ownerId(call.account())
        .attachments(
            List.of(InternetGatewayAttachment.builder().state("available").vpcId(vpc.id()).build()))
        .tags(Tags.shapes(tags))
        .build();
  }

  private DescribeRouteTablesResult describeRouteTables(
      Call call, DescribeRouteTablesRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.read(tx -> {
      List<Vpc> all = tx.list(Vpcs.TABLE, call.scope());
      List<String> ids = request.routeTableIdsOrEmpty();
      for (String id : ids) {
        if (all.stream().noneMatch(v -> v.routeTableId().equals(id))) {
          throw ServiceError.badRequest(
              "InvalidRouteTableID.NotFound", "The routeTable ID '" + id + "' does not exist");
        }
      }
      Map<String, Map<String, String>> tags = Tags.all(tx, call.scope());
      Paging.Page<Vpc> page =
          paging.page(
              call,
              all.stream()
                  .filter(v -> ids.isEmpty() || ids.contains(v.routeTableId()))
                  .filter(filters(call, tags).matching(request.filtersOrEmpty()))
                  .toList(),
              Vpc::id,
              request.maxResults(),
              request.nextToken());
      return DescribeRouteTablesResult.builder()
          .routeTables(
              page.items().stream()
                  .map(v -> table(call, v, tags.getOrDefault(v.routeTableId(), Map.of())))
                  .toList())
          .nextToken(page.nextToken())
          .build();
    });
  }

  private static Filters<Vpc> filters(Call call, Map<String, Map<String, String>> tags) {
    return new Filters<Vpc>()
        .on("route-table-id", Vpc::routeTableId)
        .on("vpc-id", Vpc::id)
        .on("owner-id", v -> call.account())
        .on("association.main", v -> "true")
        .on("association.route-table-id", Vpc::routeTableId)
        .on("association.route-table-association-id", RouteOperations::associationId)
        .onAll("route.destination-cidr-block", v -> List.of(v.cidrBlock(), ANYWHERE))
        .onAll("route.gateway-id", v -> List.of("local", v.internetGatewayId()))
        .on("route.state", v -> "active")
        .tagged(v -> tags.getOrDefault(v.routeTableId(), Map.of()));
  }

  private static String associationId(Vpc vpc) {
    return vpc.routeTableId().replace("rtb-", "rtbassoc-");
  }

  private static RouteTable table(Call call, Vpc vpc, Map<String, String> tags) {
    return RouteTable.builder()
        .routeTableId(vpc.routeTableId())
        .vpcId(vpc.id())
        .ownerId(call.account())
        .associations(
            List.of(
                RouteTableAssociation.builder()
                    .main(true)
                    .routeTableAssociationId(associationId(vpc))
                    .routeTableId(vpc.routeTableId())
                    .associationState(
                        RouteTableAssociationState.builder().state("associated").build())
                    .build()))
        .routes(
            List.of(
                route(vpc.cidrBlock(), "local", "CreateRouteTable"),
                route(ANYWHERE, vpc.internetGatewayId(), "CreateRoute")))
        .propagatingVgws(List.of())
        .tags(Tags.shapes(tags))
        .build();
  }

  private static Route route(String destination, String gatewayId, String origin) {
    return Route.builder()
        .destinationCidrBlock(destination)
        .gatewayId(gatewayId)
        .origin(origin)
        .state("active")
        .build();
  }
}
