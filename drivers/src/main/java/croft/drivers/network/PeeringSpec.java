package croft.drivers.network;

/**
 * A wire between two networks, whose blocks must not overlap. What goes over it is for the route
 * tables, ACLs and groups of both; it leads no further than into the other network (<a
 * href="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html">VPC peering</a>).
 */
public record PeeringSpec(String id, String requesterNetworkId, String accepterNetworkId) {
  public PeeringSpec {
    Names.check("peering id", id);
    Names.check("network id", requesterNetworkId);
    Names.check("network id", accepterNetworkId);
    if (requesterNetworkId.equals(accepterNetworkId)) {
      throw new IllegalArgumentException("a network does not peer with itself: " + id);
    }
  }

  /** Whether the network is one of the two. */
  public boolean has(String networkId) {
    return requesterNetworkId.equals(networkId) || accepterNetworkId.equals(networkId);
  }

  /** The other of the two. */
  public String other(String networkId) {
    return requesterNetworkId.equals(networkId) ? accepterNetworkId : requesterNetworkId;
  }
}
