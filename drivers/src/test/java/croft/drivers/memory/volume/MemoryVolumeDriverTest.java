package croft.drivers.memory.volume;

import croft.drivers.volume.VolumeDriver;
import croft.drivers.volume.VolumeDriverContract;
import java.nio.file.Path;

class MemoryVolumeDriverTest extends VolumeDriverContract {
  private final MemoryVolumeDriver driver = new MemoryVolumeDriver();

  @Override
  protected VolumeDriver driver() {
    return driver;
  }

  @Override
  protected void write(Path device, String text) {
    driver.write(device, text);
  }

  @Override
  protected String read(Path device) {
    return driver.read(device);
  }
}
