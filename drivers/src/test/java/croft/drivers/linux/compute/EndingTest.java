package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.Command;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How instances end that nobody asked to. */
class EndingTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestHome home = new TestHome();

  @BeforeEach
  void open() {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
    home.driver()
        .create(
            InstanceSpec.of("i-1", Image.HOST_ROOT_ID)
                .withInitMode(InitMode.PLAIN)
                .withSize(1, 128 * MEBIBYTE));
    home.driver().start("i-1");
  }

  @AfterEach
  void close() {
    home.close();
  }

  private void inside(String script) {
    home.driver().shell("i-1").run(Command.script(script));
  }

  private void kill() {
    InstanceState.Running running = (InstanceState.Running) home.driver().observe("i-1");
    ProcessHandle.of(running.processId()).orElseThrow().destroyForcibly();
  }

  private void assertEnded(StopReason reason) {
    Waiting.until(PATIENCE, () -> !(home.driver().observe("i-1") instanceof InstanceState.Running));
    InstanceState ended = new InstanceState.Stopped(reason);
    assertThat(home.driver().observe("i-1")).isEqualTo(ended);
    // A server that begins clears up what told so, and still knows.
    home.open(InstantSource.system());
    home.driver().recover();
    assertThat(home.driver().observe("i-1")).isEqualTo(ended);
  }

  @Test
  void aShutdownFromInsideIsOne() {
    inside("kill -TERM 1");
    assertEnded(StopReason.SHUT_DOWN);
    home.driver().start("i-1");
    kill();
    assertEnded(StopReason.KILLED);
  }

  @Test
  void whatIsKilledFromOutsideHasNotShutDown() {
    kill();
    assertEnded(StopReason.KILLED);
  }

  @Test
  void lackOfMemoryIsToldAndWhatSurvivesItRunsOn() {
    inside("dd if=/dev/zero of=/dev/null bs=400M count=1");
    assertThat(home.driver().observe("i-1")).isInstanceOf(InstanceState.Running.class);
    kill();
    assertEnded(StopReason.OUT_OF_MEMORY);
  }

  @Test
  void whatAnInstanceWritesThereIsNotTrusted() throws IOException {
    Path word = home.path().resolve("instances/i-1/requests").resolve(Ending.FILE);
    inside("ln -s /etc/passwd /run/croft/disks/ending");
    assertThat(Files.isSymbolicLink(word)).isTrue();
    kill();
    Waiting.until(PATIENCE, () -> !(home.driver().observe("i-1") instanceof InstanceState.Running));
    assertThat(home.driver().observe("i-1"))
        .isEqualTo(new InstanceState.Stopped(StopReason.KILLED));
  }
}
