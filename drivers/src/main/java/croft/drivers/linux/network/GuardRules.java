package croft.drivers.linux.network;

import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What holds in a network's namespace whatever the groups say: every packet carries the address of
 * the device it comes from; only what listens inside the network is reached there; link-local
 * addresses stay inside; from the host only flows to public addresses come in.
 */
final class GuardRules {
  static final String TABLE = "croft-guard";

  /** A place inside the network that is listened at; {@code protocol} is tcp or udp. */
  record Listener(Ipv4Address address, String protocol, int port) {}

  private GuardRules() {}

  static Ruleset of(Collection<InterfaceSpec> interfaces, Collection<Listener> listeners) {
    List<String> members = new ArrayList<>();
    List<String> unchecked = new ArrayList<>();
    for (InterfaceSpec spec : interfaces) {
      String device = "\"" + Devices.of(spec.id()) + "\"";
      if (spec.sourceDestinationCheck()) {
        spec.privateAddresses().forEach(address -> members.add(device + " . " + address));
      } else {
        unchecked.add(device);
      }
    }
    List<String> open =
        listeners.stream()
            .map(at -> at.address() + " . " + at.protocol() + " . " + at.port())
            .toList();
    return new Ruleset.Builder(TABLE)
        .set("members", "ifname . ipv4_addr", members)
        .set("unchecked", "ifname", unchecked)
        .set("listeners", "ipv4_addr . inet_proto . inet_service", open)
        .baseChain(
            "source",
            "type filter hook prerouting priority -300; policy drop;",
            "iifname { \"lo\", \"igw\" } accept",
            "iifname . ip saddr @members accept",
            "iifname @unchecked accept")
        .baseChain(
            "forward",
            "type filter hook forward priority -20; policy accept;",
            "ip daddr 169.254.0.0/16 drop",
            "ip saddr 169.254.0.0/16 drop",
            "ct state established,related accept",
            "ct state invalid drop",
            "ct status dnat accept",
            "iifname \"igw\" drop")
        .baseChain(
            "input",
            "type filter hook input priority 0; policy drop;",
            "iifname \"lo\" accept",
            "ct state established,related accept",
            "iifname \"igw\" drop",
            "ip daddr . meta l4proto . th dport @listeners accept",
            // At once rather than by a timeout: nothing answers there.
            "reject")
        .build();
  }
}
