package croft.drivers.network;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Routes that subnets share. The local routes, to the network's own blocks, are implied; what no
 * route has is dropped.
 */
public record RouteTableSpec(String id, List<RouteSpec> routes) {
  public RouteTableSpec {
    Names.check("route table id", id);
    routes = List.copyOf(routes);
    Set<Ipv4Cidr> destinations = new HashSet<>();
    for (RouteSpec route : routes) {
      if (!destinations.add(route.destination())) {
        throw new IllegalArgumentException("route twice: " + id + " " + route.destination());
      }
    }
  }

  /** The target of the narrowest route that has the address. */
  public Optional<RouteTarget> targetOf(Ipv4Address address) {
    RouteSpec narrowest = null;
    for (RouteSpec route : routes) {
      boolean narrower =
          narrowest == null
              || route.destination().prefixLength() > narrowest.destination().prefixLength();
      if (route.destination().contains(address) && narrower) {
        narrowest = route;
      }
    }
    return Optional.ofNullable(narrowest).map(RouteSpec::target);
  }
}
