package croft.drivers.network;

import java.util.Optional;

/**
 * A NAT gateway: lets what is routed to it out under its public address, and in only the answers.
 * Passes nothing unless the route table of its own subnet leads to the internet gateway.
 *
 * @param privateAddress of its subnet, and no interface's
 * @param publicAddress empty for a gateway without way out
 */
public record NatGatewaySpec(
    String id, String subnetId, Ipv4Address privateAddress, Optional<Ipv4Address> publicAddress) {
  public NatGatewaySpec {
    Names.check("NAT gateway id", id);
    Names.check("subnet id", subnetId);
  }
}
