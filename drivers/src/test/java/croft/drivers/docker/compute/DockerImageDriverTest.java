package croft.drivers.docker.compute;

import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ImageDriver;
import croft.drivers.compute.ImageDriverContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The contract of image drivers over an engine of Docker's. */
@TestInstance(Lifecycle.PER_CLASS)
class DockerImageDriverTest extends ImageDriverContract {
  private final EngineFixture fixture = new EngineFixture();

  @BeforeAll
  void startEngine() {
    fixture.open(TestEngine.docker());
  }

  @AfterEach
  void openAnotherHome() {
    driver().destroyAll();
    fixture.closeHome();
    fixture.openHome();
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
  protected ImageDriver images() {
    return fixture.home().images();
  }

  @Override
  protected String imageId() {
    return EngineHome.SMALL;
  }
}
