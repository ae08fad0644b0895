package croft.drivers.memory.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeDriverContract;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.Image;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MemoryComputeDriverTest extends ComputeDriverContract {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final MemoryImageDriver images = new MemoryImageDriver(CLOCK);
  private final MemoryComputeDriver driver = new MemoryComputeDriver(images, CLOCK);

  @Override
  protected MemoryComputeDriver driver() {
    return driver;
  }

  @Override
  protected Path blockDevice() {
    return Path.of("/dev/memory");
  }

  @Override
  protected String imageId() {
    return Image.HOST_ROOT_ID;
  }

  @Override
  protected Size limits(String id) {
    InstanceSpec now = driver.sizeOf(id);
    return new Size(now.virtualCpus(), now.memoryBytes());
  }

  @Test
  void aStartFailsOnceWhenTold() {
    driver.create(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    driver.failNextStart("i-1", "no room");
    assertThatThrownBy(() -> driver.start("i-1")).hasMessage("no room");
    driver.start("i-1");
    assertThat(driver.observe("i-1")).isInstanceOf(InstanceState.Running.class);
  }

  @Test
  void anInstanceDiesWhenTold() {
    driver.create(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    driver.start("i-1");
    driver.end("i-1", StopReason.KILLED);
    assertThat(driver.observe("i-1")).isEqualTo(new InstanceState.Stopped(StopReason.KILLED));
  }

  @Test
  void testsAddPrograms() {
    driver.create(InstanceSpec.of("i-1", Image.HOST_ROOT_ID));
    driver.start("i-1");
    driver
        .programs()
        .add("systemctl", c -> new CommandOutput(0, Content.text("running"), Content.EMPTY));
    CommandOutput output = driver.shell("i-1").run(Command.of("systemctl", "is-system-running"));
    assertThat(output.stdout().text()).isEqualTo("running");
  }

  @Test
  void anImageInUseIsKept() {
    images.importTar("debian", new ByteArrayInputStream(new byte[1024]));
    driver.create(InstanceSpec.of("i-1", "debian"));
    assertThatThrownBy(() -> images.delete("debian"))
        .isInstanceOfSatisfying(
            ComputeException.class,
            e -> assertThat(e.reason()).isEqualTo(ComputeException.Reason.IN_USE));
    driver.destroy("i-1");
    images.delete("debian");
    assertThat(images.list()).containsExactly(images.hostRoot());
  }
}
