package croft.drivers.network;

import java.util.HashSet;
import java.util.List;

/**
 * A network interface of a machine as it should be.
 *
 * @param privateAddresses all of its subnet; the first is the primary one
 * @param sourceDestinationCheck whether packets from the machine must carry one of the interface's
 *     addresses, and packets to it must be for one; false lets it forward for others, as a NAT
 *     instance does
 * @param machineId interfaces of one machine share one network namespace
 * @param deviceIndex 0-31; the device inside is {@code eth} and this number
 */
public record InterfaceSpec(
    String id,
    String networkId,
    String subnetId,
    List<Ipv4Address> privateAddresses,
    MacAddress macAddress,
    boolean sourceDestinationCheck,
    String machineId,
    int deviceIndex) {
  private static final int LAST_INDEX = 31;

  public InterfaceSpec {
    Names.check("interface id", id);
    Names.check("network id", networkId);
    Names.check("subnet id", subnetId);
    Names.check("machine id", machineId);
    privateAddresses = List.copyOf(privateAddresses);
    if (privateAddresses.isEmpty()) {
      throw new IllegalArgumentException("an interface has at least one address: " + id);
    }
    if (new HashSet<>(privateAddresses).size() < privateAddresses.size()) {
      throw new IllegalArgumentException("address twice: " + id + " " + privateAddresses);
    }
    if (deviceIndex < 0 || deviceIndex > LAST_INDEX) {
      throw new IllegalArgumentException("device index outside 0-" + LAST_INDEX + ": " + id);
    }
  }

  /** The primary address. */
  public Ipv4Address privateAddress() {
    return privateAddresses.getFirst();
  }

  /** The name of the device inside the machine. */
  public String deviceName() {
    return "eth" + deviceIndex;
  }
}
