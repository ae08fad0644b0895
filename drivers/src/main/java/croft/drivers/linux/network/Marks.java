package croft.drivers.linux.network;

import croft.drivers.network.RouteTarget;
import croft.drivers.network.Routing;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The marks that packets carry on their way through a network's namespace, which say where the
 * route table of their subnet sends them. A mark is made of its target's kind and id, so that it is
 * the same after a restart, and no other target's coming or going changes it.
 */
final class Marks {
  /** The bits that say the kind. */
  static final int KIND = 0xf0000000;

  /** The internet gateway's mark; NAT gateways have its kind and further bits. */
  static final int INTERNET = 0x10000000;

  static final int ENDPOINT = 0x40000000;

  private static final int PEERING = 0x20000000;
  private static final int INTERFACE = 0x30000000;

  private final Map<String, Integer> byId = new TreeMap<>();

  private Marks() {}

  /** Marks for every target that routes of the network name. */
  static Marks of(Routing routing) {
    Map<String, Integer> kinds = new TreeMap<>();
    routing.network().routeTables().stream()
        .flatMap(table -> table.routes().stream())
        .forEach(route -> {
          switch (route.target()) {
            case RouteTarget.NatGateway(String id) -> kinds.put(id, INTERNET);
            case RouteTarget.Peering(String id) -> kinds.put(id, PEERING);
            case RouteTarget.Interface(String id) -> kinds.put(id, INTERFACE);
            case RouteTarget.InternetGateway _,
                RouteTarget.GatewayEndpoint _,
                RouteTarget.Blackhole _ -> {
              // Without marks of their own.
            }
          }
        });
    Marks marks = new Marks();
    kinds.forEach((id, kind) -> marks.byId.put(id, free(id, kind, marks.byId.values())));
    return marks;
  }

  private static int free(String id, int kind, Collection<Integer> taken) {
    int mark = kind | (Devices.digest(id) & ~KIND);
    while (mark == INTERNET || taken.contains(mark)) {
      mark = kind | ((mark + 1) & ~KIND);
    }
    return mark;
  }

  /** The mark of what leads to a target; blackholes have none. */
  int of(RouteTarget target) {
    return switch (target) {
      case RouteTarget.InternetGateway() -> INTERNET;
      case RouteTarget.GatewayEndpoint _ -> ENDPOINT;
      case RouteTarget.NatGateway(String id) -> of(id);
      case RouteTarget.Peering(String id) -> of(id);
      case RouteTarget.Interface(String id) -> of(id);
      case RouteTarget.Blackhole() -> throw new IllegalArgumentException("leads nowhere");
    };
  }

  private int of(String id) {
    Integer mark = byId.get(id);
    if (mark == null) {
      throw new IllegalArgumentException("no route leads to " + id);
    }
    return mark;
  }

  /** As nft(8) prints it. */
  static String text(int mark) {
    return "0x%08x".formatted(mark);
  }
}
