package croft.drivers.linux.network;

import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NatGatewaySpec;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.RouteTarget;
import croft.drivers.network.Routing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Public addresses, on both sides of the link to the host: translated one to one in the network's
 * namespace, masqueraded where they leave the host.
 */
final class AddressRules {
  static final String TABLE = "croft-addresses";

  private AddressRules() {}

  /**
   * The table of a network. What leaves through the gateway has a public address, its own or a NAT
   * gateway's, or is dropped. Flows end with the address they were begun under: the pair of public
   * and private address is looked at for every packet through the gateway.
   */
  static Ruleset ofNetwork(Routing routing, Map<Ipv4Address, Ipv4Address> privateByPublic) {
    Map<String, String> inward = new TreeMap<>();
    Map<String, String> outward = new TreeMap<>();
    List<String> pairs = new ArrayList<>();
    privateByPublic.forEach((outer, inner) -> {
      if (reachesInternet(routing, inner)) {
        inward.put(outer.toString(), inner.toString());
        outward.put(inner.toString(), outer.toString());
        pairs.add(outer + " . " + inner);
      }
    });
    Map<String, String> gateways = gateways(routing);
    List<String> live = new ArrayList<>();
    gateways.forEach((mark, outer) -> live.add(mark + " . " + outer));
    return new Ruleset.Builder(TABLE)
        .map("inward", "ipv4_addr : ipv4_addr", inward)
        .map("outward", "ipv4_addr : ipv4_addr", outward)
        .map("gateways", "mark : ipv4_addr", gateways)
        .set("pairs", "ipv4_addr . ipv4_addr", pairs)
        .set("live", "mark . ipv4_addr", live)
        .set("shared", "ipv4_addr", gateways.values())
        .set("reaching", "ipv4_addr", outward.keySet())
        .set("services", "ipv4_addr", texts(routing.network().serviceAddresses()))
        .baseChain(
            "arrive",
            "type nat hook prerouting priority -100; policy accept;",
            "iifname \"igw\" dnat ip to ip daddr map @inward")
        .baseChain(
            "leave",
            "type nat hook postrouting priority 100; policy accept;",
            "oifname \"igw\" snat ip to meta mark map @gateways",
            "oifname \"igw\" snat ip to ip saddr map @outward")
        .chain(
            "enters",
            List.of(
                "ct direction original ct original ip daddr . ip daddr != @pairs drop",
                "ct direction reply ct reply ip daddr @shared accept",
                "ct direction reply ct reply ip daddr . ip daddr != @pairs drop"))
        .chain(
            "leaves",
            List.of(
                "ct direction reply ct original ip daddr . ip saddr != @pairs drop",
                "ct direction reply accept",
                "ct state established meta mark . ct reply ip daddr @live accept",
                "ct state established ct reply ip daddr . ip saddr != @pairs drop",
                "meta mark != " + Marks.text(Marks.INTERNET) + " accept",
                "ip saddr != @reaching drop"))
        .baseChain(
            "reach",
            "type filter hook forward priority 10; policy accept;",
            "iifname \"igw\" jump enters",
            "oifname \"igw\" jump leaves")
        .baseChain(
            "serve",
            "type filter hook input priority 10; policy accept;",
            "ip daddr @services meta mark "
                + Marks.text(Marks.INTERNET)
                + " ip saddr != @reaching drop")
        .build();
  }

  private static boolean reachesInternet(Routing routing, Ipv4Address inner) {
    NetworkSpec network = routing.network();
    return network
        .subnetOf(inner)
        .filter(subnet -> routing.reachesInternet(network.routeTableOf(subnet)))
        .isPresent();
  }

  /** The public address of each NAT gateway that routes lead to, by its mark. */
  private static Map<String, String> gateways(Routing routing) {
    Marks marks = Marks.of(routing);
    Map<String, String> gateways = new TreeMap<>();
    routing.network().routeTables().stream()
        .flatMap(table -> table.routes().stream())
        .forEach(route -> {
          if (route.target() instanceof RouteTarget.NatGateway(String id)) {
            routing
                .network()
                .natGateway(id)
                .flatMap(NatGatewaySpec::publicAddress)
                .ifPresent(
                    outer -> gateways.put(Marks.text(marks.of(route.target())), outer.toString()));
          }
        });
    return gateways;
  }

  private static List<String> texts(Collection<Ipv4Address> addresses) {
    return addresses.stream().map(Ipv4Address::toString).toList();
  }

  /** The name of the host's table, of its own for each installation. */
  static String hostTable(String tag) {
    return "croft-" + tag;
  }

  /**
   * The table of the host: networks reach neither the host itself nor out under any address but
   * their public ones, and are reached from elsewhere by nothing but answers.
   */
  static Ruleset ofHost(String tag, Iterable<Ipv4Address> publicAddresses) {
    String devices = "\"" + Devices.hostPrefix(tag) + "*\"";
    List<String> addresses = new ArrayList<>();
    publicAddresses.forEach(address -> addresses.add(address.toString()));
    return new Ruleset.Builder(hostTable(tag))
        .set("public", "ipv4_addr", addresses)
        .baseChain(
            "input",
            "type filter hook input priority -10; policy accept;",
            "iifname " + devices + " ct state established,related accept",
            "iifname " + devices + " drop")
        .baseChain(
            "forward",
            "type filter hook forward priority -10; policy accept;",
            "iifname " + devices + " ip saddr != @public drop",
            "oifname " + devices + " ip daddr != @public drop",
            "iifname " + devices + " accept",
            "oifname " + devices + " ct state established,related accept",
            "oifname " + devices + " drop")
        .baseChain(
            "leave",
            "type nat hook postrouting priority 100; policy accept;",
            "ip saddr @public oifname != " + devices + " masquerade")
        .build();
  }
}
