package croft.services.ec2.routetable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A route table. The local routes follow from the VPC's blocks and the routes to gateway endpoints
 * from the endpoints; neither is kept here.
 *
 * @param clientToken the caller's idempotency token, or null
 */
public record RouteTable(
    String scope,
    String id,
    String vpcId,
    List<Route> routes,
    List<Association> associations,
    @Nullable String clientToken) {
  public RouteTable {
    routes = List.copyOf(routes);
    associations = List.copyOf(associations);
  }

  /**
   * One route.
   *
   * @param destination an IPv4 block or a prefix list's id
   */
  public record Route(String destination, Target target) {}

  /** Where a route leads. */
  public record Target(Kind kind, String id) {
    /** What the id names. */
    public enum Kind {
      INTERNET_GATEWAY,
      NAT_GATEWAY,
      PEERING,
      NETWORK_INTERFACE
    }
  }

  /**
   * Who follows the table.
   *
   * @param id such as {@code rtbassoc-0123456789abcdef0}
   * @param subnetId null for the VPC's main association
   */
  public record Association(String id, @Nullable String subnetId) {
    public boolean main() {
      return subnetId == null;
    }
  }

  /** Whether subnets without an association of their own follow this table. */
  public boolean main() {
    return associations.stream().anyMatch(Association::main);
  }

  public Optional<Route> route(String destination) {
    return routes.stream().filter(r -> r.destination().equals(destination)).findFirst();
  }

  public RouteTable withRoutes(UnaryOperator<List<Route>> change) {
    return new RouteTable(
        scope, id, vpcId, change.apply(new ArrayList<>(routes)), associations, clientToken);
  }

  public RouteTable withAssociations(UnaryOperator<List<Association>> change) {
    return new RouteTable(
        scope, id, vpcId, routes, change.apply(new ArrayList<>(associations)), clientToken);
  }

  public RouteTable with(Route route) {
    return withRoutes(all -> {
      all.removeIf(r -> r.destination().equals(route.destination()));
      all.add(route);
      return all;
    });
  }

  public RouteTable with(Association association) {
    return withAssociations(all -> {
      all.add(association);
      return all;
    });
  }

  public RouteTable without(Association association) {
    return withAssociations(all -> {
      all.remove(association);
      return all;
    });
  }
}
