package croft.services.ec2.routetable;

import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.RouteSpec;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.RouteTarget;
import croft.services.ec2.endpoint.VpcEndpoint;
import croft.services.ec2.endpoint.VpcEndpoints;
import croft.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says to the network driver what a VPC's route tables say. */
public final class RouteSpecs {
  private RouteSpecs() {}

  /** Every table of a VPC. */
  public static List<RouteTableSpec> of(Transaction tx, String scope, String vpcId) {
    return RouteTables.inVpc(tx, scope, vpcId).stream().map(table -> spec(tx, table)).toList();
  }

  private static RouteTableSpec spec(Transaction tx, RouteTable table) {
    Map<Ipv4Cidr, RouteTarget> routes = new LinkedHashMap<>();
    for (RouteTable.Route route : table.routes()) {
      if (!route.destination().startsWith("pl-")) {
        routes.put(Ipv4Cidr.parse(route.destination()), target(tx, table, route.target()));
      }
    }
    for (VpcEndpoint endpoint : VpcEndpoints.of(tx, table.scope(), table.vpcId(), table.id())) {
      for (String block : endpoint.prefixList().blocks()) {
        routes.put(Ipv4Cidr.parse(block), new RouteTarget.GatewayEndpoint(endpoint.id()));
      }
    }
    return new RouteTableSpec(
        table.id(),
        routes.entrySet().stream().map(r -> new RouteSpec(r.getKey(), r.getValue())).toList());
  }

  private static RouteTarget target(Transaction tx, RouteTable table, RouteTable.Target target) {
    if (!RouteView.leads(tx, table, target)) {
      return new RouteTarget.Blackhole();
    }
    return switch (target.kind()) {
      case INTERNET_GATEWAY -> new RouteTarget.InternetGateway();
      case NAT_GATEWAY -> new RouteTarget.NatGateway(target.id());
      case PEERING -> new RouteTarget.Peering(target.id());
      case NETWORK_INTERFACE -> new RouteTarget.Interface(target.id());
    };
  }
}
