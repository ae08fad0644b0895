package croft.drivers.network;

/**
 * Where a route leads, as in AWS's <a
 * href="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html">route tables</a>. A
 * target that is not there (any more) leads nowhere: its packets are dropped.
 */
public sealed interface RouteTarget {

  /** Beyond the network, for senders with a public address. */
  record InternetGateway() implements RouteTarget {}

  /** Beyond the network under the public address of a NAT gateway of the network. */
  record NatGateway(String natGatewayId) implements RouteTarget {
    public NatGateway {
      Names.check("NAT gateway id", natGatewayId);
    }
  }

  /** Into the other network of a peering. */
  record Peering(String peeringId) implements RouteTarget {
    public Peering {
      Names.check("peering id", peeringId);
    }
  }

  /** To an interface of the network, whose source/destination check is to be off. */
  record Interface(String interfaceId) implements RouteTarget {
    public Interface {
      Names.check("interface id", interfaceId);
    }
  }

  /** To services that the network itself answers for. */
  record GatewayEndpoint(String endpointId) implements RouteTarget {
    public GatewayEndpoint {
      Names.check("endpoint id", endpointId);
    }
  }

  /** Nowhere. */
  record Blackhole() implements RouteTarget {}
}
