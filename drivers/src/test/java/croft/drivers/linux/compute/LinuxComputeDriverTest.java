package croft.drivers.linux.compute;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeDriverContract;
import croft.drivers.compute.Image;
import croft.drivers.linux.volume.LinuxVolumeDriver;
import croft.drivers.volume.VolumeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class LinuxComputeDriverTest extends ComputeDriverContract {
  private final TestHome home = new TestHome();
  private final LinuxVolumeDriver volumes = new LinuxVolumeDriver(home.path());

  @BeforeEach
  void onAMachineThatRunsInstances() {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
  }

  @Override
  protected ComputeDriver driver() {
    return home.driver();
  }

  @Override
  protected Path blockDevice() {
    volumes.create(VolumeSpec.empty("vol-1", 1 << 20));
    return volumes.open("vol-1");
  }

  @Override
  protected String imageId() {
    return Image.HOST_ROOT_ID;
  }

  @Override
  protected Size limits(String id) {
    try {
      LimitFiles files = new LimitFiles(home.path());
      return new Size(files.virtualCpus(id), files.memoryBytes(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    home.driver().destroyAll();
    volumes.removeAll();
    home.close();
  }
}
