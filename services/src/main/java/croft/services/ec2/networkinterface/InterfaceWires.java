package croft.services.ec2.networkinterface;

import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.MacAddress;
import croft.services.ec2.networkinterface.NetworkInterface.Attachment;
import java.util.Objects;
import java.util.Optional;

/** An interface's row as the network driver takes it. */
final class InterfaceWires {
  private InterfaceWires() {}

  /** Empty for an interface that hangs on no instance. */
  static Optional<InterfaceSpec> spec(NetworkInterface nic) {
    String machine = nic.instanceId();
    Attachment attachment = nic.attachment();
    if (machine == null || attachment == null) {
      return Optional.empty();
    }
    return Optional.of(
        new InterfaceSpec(
            nic.id(),
            nic.vpcId(),
            nic.subnetId(),
            nic.addresses().stream().map(Ipv4Address::parse).toList(),
            new MacAddress(nic.macAddress()),
            !nic.forwards(),
            machine,
            attachment.deviceIndex()));
  }

  /** Whether the world has the interface, but not as its row says. */
  static boolean differs(NetworkInterface nic, InterfaceHandle handle) {
    return spec(nic).filter(wanted -> !Objects.equals(wanted, handle.spec())).isPresent();
  }
}
