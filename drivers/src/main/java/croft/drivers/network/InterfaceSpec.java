package croft.drivers.network;

/**
 * A network interface of an instance as it should be.
 *
 * @param sourceDestinationCheck whether packets from the instance must carry its own address; false
 *     lets it forward for others, as a NAT instance does
 */
public record InterfaceSpec(
    String id,
    String networkId,
    String subnetId,
    Ipv4Address privateAddress,
    MacAddress macAddress,
    boolean sourceDestinationCheck) {
  public InterfaceSpec {
    Names.check("interface id", id);
    Names.check("network id", networkId);
    Names.check("subnet id", subnetId);
  }
}
