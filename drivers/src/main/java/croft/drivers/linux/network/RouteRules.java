package croft.drivers.linux.network;

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
    Map<String, String> tableOf = new HashMap<>();
    for (SubnetSpec subnet : routing.network().subnets()) {
      tableOf.put(subnet.id(), "jump by-" + subnet.routeTableId());
    }
    Map<String, String> tables = new TreeMap<>();
    for (InterfaceSpec spec : interfaces) {
      String table = tableOf.get(spec.subnetId());
      if (table != null) {
        tables.put(Devices.quoted(spec.id()), table);
      }
    }
    return tables;
  }
}
