package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeDriverContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The contract of compute drivers over an engine of Docker's. */
@TestInstance(Lifecycle.PER_CLASS)
class DockerComputeDriverTest extends ComputeDriverContract {
  private final EngineFixture fixture = new EngineFixture();

  @BeforeAll
  void startEngine() {
    fixture.open(TestEngine.docker());
  }

  @AfterAll
  void stopEngine() {
    fixture.close();
  }

  @Override
  protected ComputeDriver driver() {
    return fixture.home().driver();
  }

  @Override
  protected String imageId() {
    return EngineHome.SMALL;
  }

  @Override
  protected Path blockDevice() {
    return Path.of("/dev/loop0");
  }

  @Override
  protected boolean hasSizedRoots() {
    return false;
  }

  @Override
  protected boolean hasDisks() {
    return false;
  }

  @Override
  protected Size limits(String id) {
    return fixture.home().limits(id);
  }
}
