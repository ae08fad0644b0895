package croft.drivers.memory.network;

import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.Packet;
import croft.drivers.network.RoutedNetworkContract;

final class MemoryRoutedNetworkTest extends RoutedNetworkContract {
  private final MemoryNetworkDriver driver = new MemoryNetworkDriver();

  @Override
  protected NetworkDriver driver() {
    return driver;
  }

  @Override
  protected boolean reaches(
      InterfaceSpec from, InterfaceSpec to, Ipv4Address address, Packet packet) {
    return driver.reaches(from.networkId(), from.privateAddress(), address, packet);
  }
}
