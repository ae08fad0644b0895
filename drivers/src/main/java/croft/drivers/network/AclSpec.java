package croft.drivers.network;

import java.util.List;

/**
 * A network ACL: what may cross the border of a subnet. Each packet is judged by itself, whatever
 * passed before it, by the first rule it matches; what matches none is dropped. Packets within a
 * subnet, and those to the network's own services, cross no border (<a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html">network ACLs</a>).
 */
public record AclSpec(String id, List<AclRule> ingress, List<AclRule> egress) {
  public AclSpec {
    Names.check("network ACL id", id);
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  /** An ACL that lets everything pass. */
  public static AclSpec open(String id) {
    List<AclRule> all = List.of(new AclRule(true, new Traffic.All(), Ipv4Cidr.ANYWHERE));
    return new AclSpec(id, all, all);
  }

  /** Whether everything passes in this direction. */
  static boolean isOpen(List<AclRule> rules) {
    return !rules.isEmpty()
        && rules.getFirst().allow()
        && rules.getFirst().traffic() instanceof Traffic.All
        && rules.getFirst().cidr().equals(Ipv4Cidr.ANYWHERE);
  }

  /** Whether everything enters. */
  public boolean ingressIsOpen() {
    return isOpen(ingress);
  }

  /** Whether everything leaves. */
  public boolean egressIsOpen() {
    return isOpen(egress);
  }
}
