package croft.drivers.linux.network;

import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.Packet;
import croft.drivers.network.RoutedNetworkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with real packets in the kernel. */
final class LinuxRoutedNetworkTest extends RoutedNetworkContract {
  @TempDir Path directory;
  private Laboratory laboratory;

  @BeforeEach
  void open() throws Exception {
    laboratory = new Laboratory(directory);
  }

  @AfterEach
  void close() throws Exception {
    if (laboratory != null) {
      laboratory.close();
    }
  }

  @Override
  protected NetworkDriver driver() {
    return laboratory.driver();
  }

  @Override
  protected boolean reaches(
      InterfaceSpec from, InterfaceSpec to, Ipv4Address address, Packet packet) {
    try {
      return laboratory.reaches(
          handle(from).namespacePath(), handle(to).namespacePath(), address, packet);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private InterfaceHandle handle(InterfaceSpec spec) {
    return driver().interfaces(spec.networkId()).stream()
        .filter(handle -> handle.spec().id().equals(spec.id()))
        .findFirst()
        .orElseThrow();
  }
}
