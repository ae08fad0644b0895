package croft.services.ec2.routetable;

import croft.api.ec2.Route;
import croft.services.ec2.endpoint.VpcEndpoint;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.services.ec2.internetgateway.InternetGateways;
import croft.services.ec2.natgateway.NatGateway;
import croft.services.ec2.natgateway.NatGateways;
import croft.services.ec2.networkinterface.NetworkInterface;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.peering.Peering;
import croft.services.ec2.peering.Peerings;
import croft.services.ec2.vpc.CidrAssociation;
import croft.services.ec2.vpc.Vpcs;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/**
 * A table's routes as the API shows them: the local ones of the VPC's blocks, those that were
 * created, with {@code blackhole} for each that leads nowhere, and those to endpoints.
 */
final class RouteView {
  private RouteView() {}

  static List<Route> routes(Transaction tx, RouteTable table) {
    List<Route> shown = new ArrayList<>();
    for (CidrAssociation block : Vpcs.require(tx, table.scope(), table.vpcId()).cidrs()) {
      shown.add(
          Route.builder()
              .destinationCidrBlock(block.cidrBlock())
              .gatewayId("local")
              .origin("CreateRouteTable")
              .state("active")
              .build());
    }
    for (RouteTable.Route route : table.routes()) {
      shown.add(shape(tx, table, route));
    }
    for (VpcEndpoint endpoint : VpcEndpoints.of(tx, table.scope(), table.vpcId(), table.id())) {
      shown.add(
          Route.builder()
              .destinationPrefixListId(endpoint.prefixList().id())
              .gatewayId(endpoint.id())
              .origin("CreateRoute")
              .state("active")
              .build());
    }
    return shown;
  }

  private static Route shape(Transaction tx, RouteTable table, RouteTable.Route route) {
    Route.Builder shape =
        Route.builder()
            .origin("CreateRoute")
            .state(leads(tx, table, route.target()) ? "active" : "blackhole");
    if (route.destination().startsWith("pl-")) {
      shape.destinationPrefixListId(route.destination());
    } else {
      shape.destinationCidrBlock(route.destination());
    }
    String id = route.target().id();
    return switch (route.target().kind()) {
      case INTERNET_GATEWAY -> shape.gatewayId(id).build();
      case NAT_GATEWAY -> shape.natGatewayId(id).build();
      case PEERING -> shape.vpcPeeringConnectionId(id).build();
      case NETWORK_INTERFACE -> {
        String instanceId =
            tx.get(NetworkInterfaces.TABLE, table.scope(), id)
                .map(NetworkInterface::instanceId)
                .orElse(null);
        yield shape
            .networkInterfaceId(id)
            .instanceId(instanceId)
            .instanceOwnerId(
                instanceId == null ? null : table.scope().substring(0, table.scope().indexOf('/')))
            .build();
      }
    };
  }

  /** Whether packets that follow the route get anywhere. */
  static boolean leads(Transaction tx, RouteTable table, RouteTable.Target target) {
    return switch (target.kind()) {
      case INTERNET_GATEWAY ->
          tx.get(InternetGateways.TABLE, table.scope(), target.id())
              .filter(gateway -> table.vpcId().equals(gateway.vpcId()))
              .isPresent();
      case NETWORK_INTERFACE ->
          tx.get(NetworkInterfaces.TABLE, table.scope(), target.id())
              .map(NetworkInterface::instanceId)
              .isPresent();
      case NAT_GATEWAY ->
          tx.get(NatGateways.TABLE, table.scope(), target.id())
              .filter(NatGateway::inNetwork)
              .isPresent();
      case PEERING ->
          tx.get(Peerings.TABLE, Peering.SCOPE, target.id())
              .filter(p -> p.state() == Peering.State.ACTIVE)
              .filter(p -> p.has(table.vpcId()))
              .isPresent();
    };
  }
}
