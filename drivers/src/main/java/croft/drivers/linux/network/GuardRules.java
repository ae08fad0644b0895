package croft.drivers.linux.network;

import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.Routing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What holds in a network's namespace whatever the groups say: every packet carries the address of
 * the device it comes from; only what listens inside the network is reached there; link-local
 * addresses stay inside; from the host only flows to public addresses come in, over a peering only
 * what goes between the blocks of the two.
 */
final class GuardRules {
  static final String TABLE = "croft-guard";

  /** A place inside the network that is listened at; {@code protocol} is tcp or udp. */
  record Listener(Ipv4Address address, String protocol, int port) {}

  private GuardRules() {}

  static Ruleset of(
      Routing routing, Collection<InterfaceSpec> interfaces, Collection<Listener> listeners) {
    Map<String, String> members = new TreeMap<>();
    Map<String, String> unchecked = new TreeMap<>();
    for (InterfaceSpec spec : interfaces) {
      (spec.sourceDestinationCheck() ? members : unchecked).putAll(sources(spec));
    }
    List<String> open =
        listeners.stream()
            .map(at -> at.address() + " . " + at.protocol() + " . " + at.port())
            .toList();
    Set<Ipv4Address> services = routing.network().serviceAddresses();
    return new Ruleset.Builder(TABLE)
        .elements("members", "ifname . ipv4_addr", members)
        .elements("unchecked", "ifname", unchecked)
        .set("listeners", "ipv4_addr . inet_proto . inet_service", open)
        .set("services", "ipv4_addr", services.stream().map(Ipv4Address::toString).toList())
        .blocks("blocks", texts(routing.network().cidrs()))
        .baseChain(
            "source", "type filter hook prerouting priority -300; policy drop;", sources(routing))
        .baseChain(
            "forward",
            "type filter hook forward priority -20; policy accept;",
            // First, for nearly all packets are: no flow below ever becomes one of these.
            "ct state established,related accept",
            "ip daddr 169.254.0.0/16 drop",
            "ip saddr 169.254.0.0/16 drop",
            "ct state invalid drop",
            "ct status dnat accept",
            "iifname \"igw\" drop")
        .baseChain(
            "input",
            "type filter hook input priority 0; policy drop;",
            "iifname \"lo\" accept",
            "ct state established,related accept",
            "iifname { \"igw\", " + Devices.PEERINGS + " } drop",
            // A service is beyond the network: for who has a way there.
            "ip daddr @services meta mark 0 drop",
            "ip daddr . meta l4proto . th dport @listeners accept",
            // At once rather than by a timeout: nothing answers there.
            "reject")
        .build();
  }

  /** What an interface that joins the others adds. */
  static Map<String, Map<String, String>> joining(InterfaceSpec spec) {
    return Map.of(spec.sourceDestinationCheck() ? "members" : "unchecked", sources(spec));
  }

  private static Map<String, String> sources(InterfaceSpec spec) {
    String device = Devices.quoted(spec.id());
    if (!spec.sourceDestinationCheck()) {
      return Map.of(device, "");
    }
    Map<String, String> sources = new TreeMap<>();
    spec.privateAddresses().forEach(address -> sources.put(device + " . " + address, ""));
    return sources;
  }

  /** Which sources each device may send from. */
  private static String[] sources(Routing routing) {
    List<String> rules = new ArrayList<>();
    rules.add("iifname . ip saddr @members accept");
    rules.add("iifname \"lo\" accept");
    rules.add("iifname @unchecked accept");
    rules.add("iifname \"igw\" ip saddr != @blocks accept");
    // A peering leads from the other network's blocks to ours, and no further.
    new TreeMap<>(routing.peerBlocks())
        .forEach((id, blocks) ->
            rules.add(
                "iifname \""
                    + Devices.peering(id)
                    + "\" ip saddr { "
                    + String.join(", ", texts(blocks))
                    + " } ip daddr @blocks accept"));
    return rules.toArray(String[]::new);
  }

  private static List<String> texts(Collection<Ipv4Cidr> blocks) {
    return blocks.stream().map(Ipv4Cidr::toString).toList();
  }
}
