package croft.drivers.linux.network;

import croft.drivers.network.AclRule;
import croft.drivers.network.AclSpec;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NatGatewaySpec;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.RouteTarget;
import croft.drivers.network.Routing;
import croft.drivers.network.SubnetSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Network ACLs as an nftables table of the network's namespace: every forwarded packet, of whatever
 * flow, is judged where it leaves a subnet and where it enters one. A NAT gateway stands in a
 * subnet too, so that what it passes crosses that subnet's border as well. Subnets whose ACL lets
 * all pass in a direction have no rules for it; without any other the table has no hook.
 */
final class AclRules {
  static final String TABLE = "croft-acls";

  private final Ruleset.Builder rules = new Ruleset.Builder(TABLE);
  private final Routing routing;
  private final NetworkSpec network;
  private final Map<String, List<InterfaceSpec>> bySubnet;
  private final Map<String, String> exits = new TreeMap<>();
  private final Map<String, String> entries = new TreeMap<>();

  private AclRules(Routing routing, Collection<InterfaceSpec> interfaces) {
    this.routing = routing;
    this.network = routing.network();
    this.bySubnet = interfaces.stream().collect(Collectors.groupingBy(InterfaceSpec::subnetId));
  }

  static Ruleset of(Routing routing, Collection<InterfaceSpec> interfaces) {
    return new AclRules(routing, interfaces).build();
  }

  private Ruleset build() {
    List<SubnetSpec> guarded =
        network.subnets().stream().filter(subnet -> !isOpen(network.aclOf(subnet))).toList();
    if (guarded.isEmpty()) {
      return rules.build();
    }
    guarded.forEach(this::addSubnet);
    List<String> borders = new ArrayList<>();
    borders.add("iifname vmap @exits");
    borders.addAll(gatewayRules(guarded));
    borders.add("oifname vmap @entries");
    if (!network.serviceAddresses().isEmpty()) {
      addServices();
    }
    return rules
        .map("exits", "ifname : verdict", exits)
        .map("entries", "ifname : verdict", entries)
        .baseChain(
            "borders",
            "type filter hook forward priority -15; policy accept;",
            borders.toArray(String[]::new))
        .build();
  }

  /** What the network answers for others is beyond the border too. */
  private void addServices() {
    List<String> services = network.serviceAddresses().stream().map(Ipv4Address::toString).toList();
    rules
        .set("services", "ipv4_addr", services)
        .baseChain(
            "asks",
            "type filter hook input priority -15; policy accept;",
            "ip daddr @services iifname vmap @exits")
        .baseChain(
            "answers",
            "type filter hook output priority -15; policy accept;",
            "ip saddr @services oifname vmap @entries");
  }

  /** Whether the ACL lets everything pass, so that its subnets are without rules. */
  static boolean isOpen(AclSpec acl) {
    return acl.ingressIsOpen() && acl.egressIsOpen();
  }

  private void addSubnet(SubnetSpec subnet) {
    AclSpec acl = network.aclOf(subnet);
    String id = subnet.id();
    List<String> devices =
        bySubnet.getOrDefault(id, List.of()).stream()
            .map(spec -> Devices.quoted(spec.id()))
            .toList();
    rules.set("in-" + id, "ifname", devices);
    if (!acl.egressIsOpen()) {
      devices.forEach(device -> exits.put(device, "jump leave-" + id));
      rules.chain("leave-" + id, List.of("oifname @in-" + id + " return", "jump out-" + id));
      rules.chain("out-" + id, judge(acl.egress(), "daddr"));
    }
    if (!acl.ingressIsOpen()) {
      devices.forEach(device -> entries.put(device, "jump enter-" + id));
      rules.chain("enter-" + id, List.of("iifname @in-" + id + " return", "jump to-" + id));
      rules.chain("to-" + id, judge(acl.ingress(), "saddr"));
    }
  }

  /** What is let pass goes on to the next border. */
  private static List<String> judge(List<AclRule> acl, String side) {
    List<String> chain = new ArrayList<>();
    for (AclRule rule : acl) {
      String peer = rule.cidr().prefixLength() == 0 ? "" : "ip " + side + " " + rule.cidr();
      chain.add(
          Stream.of(peer, TrafficRules.of(rule.traffic()), rule.allow() ? "return" : "drop")
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining(" ")));
    }
    chain.add("drop");
    return chain;
  }

  /** Through a NAT gateway: into its subnet and out of it, on the way there and on the way back. */
  private List<String> gatewayRules(List<SubnetSpec> guarded) {
    List<String> borders = new ArrayList<>();
    Marks marks = Marks.of(routing);
    network.routeTables().stream()
        .flatMap(table -> table.routes().stream())
        .map(route -> route.target())
        .distinct()
        .forEach(target -> {
          if (target instanceof RouteTarget.NatGateway(String id)) {
            for (SubnetSpec subnet : guarded) {
              if (network
                  .natGateway(id)
                  .map(NatGatewaySpec::subnetId)
                  .filter(subnet.id()::equals)
                  .isPresent()) {
                borders.addAll(through(subnet, Marks.text(marks.of(target))));
              }
            }
          }
        });
    return borders;
  }

  private List<String> through(SubnetSpec subnet, String mark) {
    AclSpec acl = network.aclOf(subnet);
    String id = subnet.id();
    List<String> outward = new ArrayList<>();
    List<String> inward = new ArrayList<>();
    outward.add("ct mark set " + mark);
    if (!acl.ingressIsOpen()) {
      outward.add("iifname != @in-" + id + " jump to-" + id);
      inward.add("jump to-" + id);
    }
    if (!acl.egressIsOpen()) {
      outward.add("jump out-" + id);
      inward.add("oifname != @in-" + id + " jump out-" + id);
    }
    rules.chain("outward-" + mark, outward);
    rules.chain("inward-" + mark, inward);
    return List.of(
        "oifname \"igw\" meta mark " + mark + " jump outward-" + mark,
        "iifname \"igw\" ct mark " + mark + " jump inward-" + mark);
  }
}
