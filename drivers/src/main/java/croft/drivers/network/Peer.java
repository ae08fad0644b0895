package croft.drivers.network;

/** The other end that a firewall rule speaks of: source of ingress, destination of egress. */
public sealed interface Peer {

  record Cidr(Ipv4Cidr cidr) implements Peer {}

  /** Every interface that is at the moment in the group, by its private address. */
  record Group(String groupId) implements Peer {
    public Group {
      Names.check("group id", groupId);
    }
  }

  /** Every block of a prefix list of the {@link FirewallSpec}. */
  record PrefixList(String prefixListId) implements Peer {
    public PrefixList {
      Names.check("prefix list id", prefixListId);
    }
  }

  static Peer anywhere() {
    return new Cidr(Ipv4Cidr.ANYWHERE);
  }

  static Peer cidr(String text) {
    return new Cidr(Ipv4Cidr.parse(text));
  }
}
