package croft.drivers.linux.network;

import croft.drivers.network.Traffic;

/** The packets of a rule in the language of nft(8). */
final class TrafficRules {
  private TrafficRules() {}

  /** What matches this traffic; empty for all. */
  static String of(Traffic traffic) {
    return switch (traffic) {
      case Traffic.All() -> "";
      case Traffic.Ports(int protocol, int from, int to) -> {
        String name = protocol == Traffic.TCP ? "tcp" : "udp";
        if (from == 0 && to == 65535) {
          yield "meta l4proto " + name;
        }
        yield name + " dport " + (from == to ? from : from + "-" + to);
      }
      case Traffic.Icmp(int type, int code) ->
          type == -1
              ? "meta l4proto icmp"
              : "icmp type " + type + (code == -1 ? "" : " icmp code " + code);
      case Traffic.OtherProtocol(int protocol) -> "meta l4proto " + protocol;
    };
  }
}
