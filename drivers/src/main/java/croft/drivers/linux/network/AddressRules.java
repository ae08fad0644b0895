package croft.drivers.linux.network;

import croft.drivers.network.Ipv4Address;
import java.util.ArrayList;
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
   * The table of a network: what leaves through the gateway has a public address, or is dropped.
   */
  static Ruleset ofNetwork(Map<Ipv4Address, Ipv4Address> privateByPublic) {
    Map<String, String> inward = new TreeMap<>();
    Map<String, String> outward = new TreeMap<>();
    privateByPublic.forEach((outer, inner) -> {
      inward.put(outer.toString(), inner.toString());
      outward.put(inner.toString(), outer.toString());
    });
    return new Ruleset.Builder(TABLE)
        .map("inward", "ipv4_addr : ipv4_addr", inward)
        .map("outward", "ipv4_addr : ipv4_addr", outward)
        .set("reaching", "ipv4_addr", outward.keySet())
        .baseChain(
            "arrive",
            "type nat hook prerouting priority -100; policy accept;",
            "iifname \"igw\" dnat ip to ip daddr map @inward")
        .baseChain(
            "leave",
            "type nat hook postrouting priority 100; policy accept;",
            "oifname \"igw\" snat ip to ip saddr map @outward")
        .baseChain(
            "reach",
            "type filter hook forward priority 10; policy accept;",
            "oifname \"igw\" ip saddr != @reaching drop")
        .build();
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
