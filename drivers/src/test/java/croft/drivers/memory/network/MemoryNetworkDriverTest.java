package croft.drivers.memory.network;

import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkDriverContract;
import croft.drivers.network.Packet;

final class MemoryNetworkDriverTest extends NetworkDriverContract {
  private final MemoryNetworkDriver driver = new MemoryNetworkDriver();

  @Override
  protected NetworkDriver driver() {
    return driver;
  }

  @Override
  protected boolean reaches(InterfaceSpec from, InterfaceSpec to, Packet packet) {
    return driver.allows(NETWORK, from.privateAddress(), to.privateAddress(), packet);
  }
}
