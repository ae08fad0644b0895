package croft.drivers.linux.network;

import static java.util.Objects.requireNonNull;

import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.RouteTableSpec;
import croft.drivers.network.Routing;
import croft.drivers.network.SubnetSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Route tables as an nftables table of the network's namespace: each packet that an interface sends
 * beyond the network's blocks gets the mark of its target, by the table of the interface's subnet,
 * or is dropped. Rules of routing then lead each mark to its way out ({@link Exits}).
 */
final class RouteRules {
  static final String TABLE = "croft-routes";

  private RouteRules() {}

  static Ruleset of(Routing routing, Collection<InterfaceSpec> interfaces) {
    Marks marks = Marks.of(routing);
    Ruleset.Builder rules = new Ruleset.Builder(TABLE);
    List<String> local = new ArrayList<>(List.of("169.254.0.0/16"));
    for (Ipv4Cidr cidr : routing.network().cidrs()) {
      local.add(cidr.toString());
    }
    for (RouteTableSpec table : routing.network().routeTables()) {
      Map<String, String> ways = new TreeMap<>();
      for (Routing.Range range : routing.ranges(table)) {
        ways.put(range.first() + "-" + range.last(), Marks.text(marks.of(range.target())));
      }
      rules.ranges("to-" + table.id(), "ipv4_addr : mark", ways);
      rules.chain(
          "by-" + table.id(),
          List.of("meta mark set ip daddr map @to-" + table.id() + " accept", "drop"));
    }
    return rules
        .map("tables", "ifname : verdict", tables(routing, interfaces))
        .blocks("local", local)
        .baseChain(
            "pick",
            "type filter hook prerouting priority -150; policy accept;",
            "ip daddr @local accept",
            "iifname vmap @tables")
        .build();
  }

  private static Map<String, String> tables(Routing routing, Collection<InterfaceSpec> interfaces) {
    Map<String, String> bySubnet = new HashMap<>();
    for (SubnetSpec subnet : routing.network().subnets()) {
      bySubnet.put(subnet.id(), jump(subnet));
    }
    Map<String, String> tables = new TreeMap<>();
    for (InterfaceSpec spec : interfaces) {
      tables.put(Devices.quoted(spec.id()), requireNonNull(bySubnet.get(spec.subnetId())));
    }
    return tables;
  }

  private static String jump(SubnetSpec subnet) {
    return "jump by-" + subnet.routeTableId();
  }

  /** What an interface of a subnet that joins the others adds. */
  static Map<String, Map<String, String>> joining(InterfaceSpec spec, SubnetSpec subnet) {
    return Map.of("tables", Map.of(Devices.quoted(spec.id()), jump(subnet)));
  }
}
