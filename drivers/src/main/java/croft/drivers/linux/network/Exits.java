package croft.drivers.linux.network;

import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.RouteTarget;
import croft.drivers.network.Routing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The ways out of a network's namespace: for each mark that {@link RouteRules} sets, a rule and a
 * routing table with one route. The main table comes first, and has the interfaces and the
 * network's blocks only.
 */
final class Exits {
  /** After the kernel's own rules. */
  private static final int PRIORITY = 33_000;

  /** A way out: by a device to a gateway on its wire. */
  record Exit(String device, Ipv4Address gateway) {}

  private final Map<Integer, Exit> byMark = new TreeMap<>();

  private Exits() {}

  /**
   * The exits that routes of the network lead to, but for the internet's.
   *
   * @param gateways what answers at the other end of each peering id
   */
  static Exits of(
      Routing routing, Collection<InterfaceSpec> interfaces, Map<String, Ipv4Address> gateways) {
    Exits exits = new Exits();
    Marks marks = Marks.of(routing);
    Map<String, Ipv4Address> addresses =
        interfaces.stream()
            .filter(spec -> routing.forwarders().contains(spec.id()))
            .collect(Collectors.toMap(InterfaceSpec::id, InterfaceSpec::privateAddress));
    routing.network().routeTables().stream()
        .flatMap(table -> table.routes().stream())
        .forEach(route -> {
          Optional<Exit> exit = exit(route.target(), addresses, gateways);
          exit.ifPresent(way -> exits.byMark.put(marks.of(route.target()), way));
        });
    return exits;
  }

  private static Optional<Exit> exit(
      RouteTarget target, Map<String, Ipv4Address> addresses, Map<String, Ipv4Address> gateways) {
    return switch (target) {
      case RouteTarget.Peering(String id) ->
          Optional.ofNullable(gateways.get(id)).map(to -> new Exit(Devices.peering(id), to));
      case RouteTarget.Interface(String id) ->
          Optional.ofNullable(addresses.get(id)).map(to -> new Exit(Devices.of(id), to));
      case RouteTarget.InternetGateway _,
          RouteTarget.NatGateway _,
          RouteTarget.GatewayEndpoint _,
          RouteTarget.Blackhole _ ->
          Optional.empty();
    };
  }

  /** The default route of one exit, in the table of its mark. */
  static Links.Route route(int mark, Links.Link device, Ipv4Address gateway) {
    return Links.Route.via(Ipv4Cidr.ANYWHERE, device, gateway).in(mark);
  }

  private Set<RoutingRule> rules() {
    Set<RoutingRule> rules = new HashSet<>();
    // The internet's, which NAT gateways share.
    rules.add(RoutingRule.marked(Marks.INTERNET, Marks.KIND, PRIORITY, Marks.INTERNET));
    byMark.keySet().forEach(mark -> rules.add(RoutingRule.marked(mark, -1, PRIORITY, mark)));
    return rules;
  }

  /** Makes rules and routes so; a device that is not there (yet) has no route. */
  void apply(Links links) {
    Set<RoutingRule> wanted = rules();
    Set<RoutingRule> found = links.rules();
    List<Links.Route> stale = new ArrayList<>();
    if (found.size() > 1 || !byMark.isEmpty()) {
      stale.addAll(own(links));
    }
    byMark.forEach((mark, exit) ->
        links
            .find(exit.device())
            .ifPresent(device -> {
              Links.Route route = route(mark, device, exit.gateway());
              if (!stale.remove(route)) {
                links.replace(route);
                stale.removeIf(old -> old.table() == mark);
              }
            }));
    stale.forEach(links::delete);
    for (RoutingRule rule : found) {
      if (!wanted.contains(rule)) {
        links.delete(rule);
      }
    }
    wanted.stream().filter(rule -> !found.contains(rule)).forEach(links::add);
  }

  /** Routes in tables of marks other than the internet's. */
  private static List<Links.Route> own(Links links) {
    return links.routes().stream()
        .filter(route -> route.table() != Rtnetlink.TABLE_MAIN && route.table() != Marks.INTERNET)
        .toList();
  }

  /** What differs from what {@link #apply} makes. */
  List<String> differences(Links links) {
    List<String> differences = new ArrayList<>();
    Set<RoutingRule> found = links.rules();
    for (RoutingRule rule : rules()) {
      if (!found.contains(rule)) {
        differences.add("the rule for mark " + Marks.text(rule.mark()) + " is gone");
      }
    }
    if (!byMark.isEmpty()) {
      List<Links.Route> routes = own(links);
      byMark.forEach((mark, exit) -> {
        Optional<Links.Link> device = links.find(exit.device());
        if (device.isEmpty() || !routes.contains(route(mark, device.get(), exit.gateway()))) {
          differences.add("the way out by " + exit.device() + " is gone");
        }
      });
    }
    return differences;
  }
}
