package croft.drivers.network;

/** The packets a firewall rule speaks of, by IP protocol and port or ICMP type. */
public sealed interface Traffic {
  int ICMP = 1;
  int TCP = 6;
  int UDP = 17;

  /** Every protocol. */
  record All() implements Traffic {}

  /** TCP or UDP to a destination port within the range, both ends included, 0-65535. */
  record Ports(int protocol, int fromPort, int toPort) implements Traffic {
    public Ports {
      if (protocol != TCP && protocol != UDP) {
        throw new IllegalArgumentException("ports belong to TCP and UDP, not protocol " + protocol);
      }
      if (fromPort < 0 || toPort > 65535 || fromPort > toPort) {
        throw new IllegalArgumentException("not a port range: " + fromPort + "-" + toPort);
      }
    }
  }

  /** ICMP of a type and code; -1 stands for every one. */
  record Icmp(int type, int code) implements Traffic {
    public Icmp {
      if (type < -1 || type > 255 || code < -1 || code > 255 || (type == -1 && code != -1)) {
        throw new IllegalArgumentException("not an ICMP type and code: " + type + ", " + code);
      }
    }
  }

  /** Every packet of another IP protocol, by its IANA number. */
  record OtherProtocol(int protocol) implements Traffic {
    public OtherProtocol {
      if (protocol < 0 || protocol > 255 || protocol == ICMP) {
        throw new IllegalArgumentException("not another IP protocol: " + protocol);
      }
    }
  }

  /**
   * From the three numbers that firewall rules are usually written with: protocol (-1 for all), and
   * a range that means ports for TCP and UDP (-1, -1 for all of them), type and code for ICMP, and
   * nothing for other protocols.
   */
  static Traffic of(int protocol, int from, int to) {
    return switch (protocol) {
      case -1 -> new All();
      case ICMP -> new Icmp(from, to);
      case TCP, UDP ->
          from == -1 && to == -1 ? new Ports(protocol, 0, 65535) : new Ports(protocol, from, to);
      default -> new OtherProtocol(protocol);
    };
  }

  /** Whether the packet is of this kind. */
  default boolean matches(Packet packet) {
    return switch (this) {
      case All() -> true;
      case Ports(int protocol, int from, int to) ->
          packet.protocol() == protocol && packet.port() >= from && packet.port() <= to;
      case Icmp(int type, int code) ->
          packet.protocol() == ICMP
              && (type == -1 || packet.icmpType() == type)
              && (code == -1 || packet.icmpCode() == code);
      case OtherProtocol(int protocol) -> packet.protocol() == protocol;
    };
  }
}
