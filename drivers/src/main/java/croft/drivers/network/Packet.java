package croft.drivers.network;

/** What a firewall looks at in the first packet of a flow, beside its addresses. */
public record Packet(int protocol, int port, int icmpType, int icmpCode) {
  public static Packet tcp(int port) {
    return new Packet(Traffic.TCP, port, 0, 0);
  }

  public static Packet udp(int port) {
    return new Packet(Traffic.UDP, port, 0, 0);
  }

  public static Packet icmp(int type, int code) {
    return new Packet(Traffic.ICMP, 0, type, code);
  }

  /** An echo request, what {@code ping} sends. */
  public static Packet ping() {
    return icmp(8, 0);
  }
}
