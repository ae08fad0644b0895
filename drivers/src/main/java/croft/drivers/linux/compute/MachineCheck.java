package croft.drivers.linux.compute;

import croft.drivers.compute.Capability;
import java.nio.file.Path;
import java.util.List;

final class MachineCheck {
  private MachineCheck() {}

  static List<Capability> capabilities(Path home) {
    return List.of();
  }
}
