package croft.drivers.network;

/**
 * A subnet of a network. Its router answers at the base address + 1, as in AWS's <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html">subnet sizing</a>.
 *
 * @param routeTableId the table of the network that its packets are routed by
 * @param aclId the ACL of the network that guards its border
 */
public record SubnetSpec(String id, Ipv4Cidr cidr, String routeTableId, String aclId) {
  /** The route table and the ACL of subnets in an open network. */
  static final String OPEN = "open";

  public SubnetSpec {
    Names.check("subnet id", id);
    Names.check("route table id", routeTableId);
    Names.check("network ACL id", aclId);
    if (cidr.prefixLength() > 28) {
      throw new IllegalArgumentException("a subnet is /28 or larger, not " + cidr);
    }
  }

  /** A subnet for {@link NetworkSpec#open}. */
  public static SubnetSpec open(String id, Ipv4Cidr cidr) {
    return new SubnetSpec(id, cidr, OPEN, OPEN);
  }

  /** The default gateway of the subnet's interfaces. */
  public Ipv4Address router() {
    return cidr.at(1);
  }
}
