package croft.drivers.network;

/**
 * A subnet of a network. Its router answers at the base address + 1, as in AWS's <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html">subnet sizing</a>.
 */
public record SubnetSpec(String id, Ipv4Cidr cidr) {
  public SubnetSpec {
    Names.check("subnet id", id);
    if (cidr.prefixLength() > 28) {
      throw new IllegalArgumentException("a subnet is /28 or larger, not " + cidr);
    }
  }

  /** The default gateway of the subnet's interfaces. */
  public Ipv4Address router() {
    return cidr.at(1);
  }
}
