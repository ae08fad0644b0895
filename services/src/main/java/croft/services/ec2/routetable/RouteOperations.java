package croft.services.ec2.routetable;

import croft.api.ec2.CreateRouteRequest;
import croft.api.ec2.CreateRouteResult;
import croft.api.ec2.DeleteRouteRequest;
import croft.api.ec2.DeleteRouteResponse;
import croft.api.ec2.Ec2Model;
import croft.api.ec2.ReplaceRouteRequest;
import croft.api.ec2.ReplaceRouteResponse;
import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.Wake;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.vpc.Blocks;
import croft.services.ec2.vpc.NetworkAccess;
import croft.services.ec2.vpc.Quotas;
import croft.services.ec2.vpc.Vpcs;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Store;
import croft.store.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CreateRoute, ReplaceRoute and DeleteRoute; running instances follow at once. */
public final class RouteOperations {
  private static final String[] HONOURED = {
    "RouteTableId",
    "DestinationCidrBlock",
    "GatewayId",
    "NatGatewayId",
    "VpcPeeringConnectionId",
    "NetworkInterfaceId",
    "InstanceId"
  };

  private final Store store;
  private final Vpcs vpcs;
  private final NetworkAccess access;
  private final Wake wake;

  public RouteOperations(Store store, Vpcs vpcs, NetworkAccess access, Wake wake) {
    this.store = store;
    this.vpcs = vpcs;
    this.access = access;
    this.wake = wake;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                Ec2Model.CREATE_ROUTE,
                (call, r) -> access.to(call, "CreateRoute", r.routeTableId()),
                this::createRoute)
            .honouring(HONOURED),
        Binding.bind(
                Ec2Model.REPLACE_ROUTE,
                (call, r) -> access.to(call, "ReplaceRoute", r.routeTableId()),
                this::replaceRoute)
            .honouring(HONOURED),
        Binding.bind(
                Ec2Model.DELETE_ROUTE,
                (call, r) -> access.to(call, "DeleteRoute", r.routeTableId()),
                this::deleteRoute)
            .honouring("RouteTableId", "DestinationCidrBlock", "DestinationPrefixListId"));
  }

  private CreateRouteResult createRoute(Call call, CreateRouteRequest request) {
    Ipv4Cidr destination = Blocks.parse("destinationCidrBlock", request.destinationCidrBlock());
    RouteTargets.Named named =
        new RouteTargets.Named(
            request.gatewayId(),
            request.natGatewayId(),
            request.vpcPeeringConnectionId(),
            request.networkInterfaceId(),
            request.instanceId());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      RouteTable table = table(tx, call, request.routeTableId());
      refuseInside(tx, table, destination);
      if (table.route(destination.toString()).isPresent()) {
        throw alreadyExists(destination);
      }
      if (table.routes().size() >= Quotas.ROUTES) {
        throw ServiceError.badRequest(
            "RouteLimitExceeded", "The maximum number of routes has been reached.");
      }
      put(tx, table, destination, named);
      return CreateRouteResult.builder().return_(true).build();
    });
  }

  private static ServiceError alreadyExists(Ipv4Cidr destination) {
    return ServiceError.badRequest(
        "RouteAlreadyExists", "The route identified by " + destination + " already exists.");
  }

  /** The local routes go first for every address of the VPC: none can be narrower. */
  private static void refuseInside(Transaction tx, RouteTable table, Ipv4Cidr destination) {
    for (Ipv4Cidr block : Vpcs.require(tx, table.scope(), table.vpcId()).blocks()) {
      if (block.equals(destination)) {
        throw alreadyExists(destination);
      }
      if (block.contains(destination)) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "The destination CIDR block "
                + destination
                + " is equal to or more specific than one of this VPC's CIDR blocks. Croft routes"
                + " inside a VPC only by its local routes.");
      }
    }
  }

  private void put(
      Transaction tx, RouteTable table, Ipv4Cidr destination, RouteTargets.Named named) {
    RouteTable.Target target = RouteTargets.resolve(tx, table, named);
    tx.put(RouteTables.TABLE, table.with(new RouteTable.Route(destination.toString(), target)));
    wake.network(tx, table.scope(), table.vpcId());
  }

  private ReplaceRouteResponse replaceRoute(Call call, ReplaceRouteRequest request) {
    Ipv4Cidr destination = Blocks.parse("destinationCidrBlock", request.destinationCidrBlock());
    RouteTargets.Named named =
        new RouteTargets.Named(
            request.gatewayId(),
            request.natGatewayId(),
            request.vpcPeeringConnectionId(),
            request.networkInterfaceId(),
            request.instanceId());
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      RouteTable table = table(tx, call, request.routeTableId());
      if (table.route(destination.toString()).isEmpty()) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "There is no route defined for '"
                + destination
                + "' in the route table. Use CreateRoute instead.");
      }
      put(tx, table, destination, named);
      return ReplaceRouteResponse.builder().build();
    });
  }

  private DeleteRouteResponse deleteRoute(Call call, DeleteRouteRequest request) {
    vpcs.ensureDefault(call.scope());
    return store.write(tx -> {
      RouteTable table = table(tx, call, request.routeTableId());
      if (request.destinationPrefixListId() != null) {
        throw noPrefixListRoute(tx, table, request.destinationPrefixListId());
      }
      Ipv4Cidr destination = Blocks.parse("destinationCidrBlock", request.destinationCidrBlock());
      if (Vpcs.require(tx, call.scope(), table.vpcId()).blocks().contains(destination)) {
        throw ServiceError.badRequest(
            "InvalidParameterValue",
            "cannot remove local route " + destination + " in route table " + table.id());
      }
      RouteTable.Route route =
          table
              .route(destination.toString())
              .orElseThrow(() ->
                  ServiceError.badRequest(
                      "InvalidRoute.NotFound",
                      "no route with destination-cidr-block "
                          + destination
                          + " in route table "
                          + table.id()));
      tx.put(
          RouteTables.TABLE,
          table.withRoutes(all -> {
            all.remove(route);
            return all;
          }));
      wake.network(tx, call.scope(), table.vpcId());
      return DeleteRouteResponse.builder().build();
    });
  }

  /** Only endpoints have routes to prefix lists, and these come and go with the endpoint. */
  private static ServiceError noPrefixListRoute(
      Transaction tx, RouteTable table, String prefixListId) {
    boolean endpoint =
        VpcEndpoints.of(tx, table.scope(), table.vpcId(), table.id()).stream()
            .anyMatch(e -> e.prefixList().id().equals(prefixListId));
    return endpoint
        ? ServiceError.badRequest(
            "InvalidParameterValue",
            "cannot remove VPC endpoint route " + prefixListId + " in route table " + table.id())
        : ServiceError.badRequest(
            "InvalidRoute.NotFound",
            "no route with destination-prefix-list-id "
                + prefixListId
                + " in route table "
                + table.id());
  }

  private static RouteTable table(Transaction tx, Call call, @Nullable String id) {
    return RouteTables.require(tx, call.scope(), id == null ? "" : id);
  }
}
