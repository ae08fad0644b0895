package croft.drivers.docker.compute;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.Command;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.compute.Shell;
import croft.drivers.linux.compute.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An image with systemd, booted by it in a container of Docker's. */
@TestInstance(Lifecycle.PER_CLASS)
class DockerSystemdTest {
  private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(90);
  private static final String IMAGE = "booting";
  private static final String ID = "i-boot";
  private static final String BOOT_PROGRAM =
      """
      #!/bin/sh
      echo boot >> /var/lib/croft/ran
      echo seen on the console
      """;

  private final EngineFixture fixture = new EngineFixture();

  @BeforeAll
  void importImage(@TempDir Path directory) throws IOException {
    fixture.open(TestEngine.docker());
    Path root = DebianRoot.pack(directory.resolve("root.tar"), List.of("systemd-sysv", "dbus"));
    try (InputStream archive = Files.newInputStream(root)) {
      fixture.home().images().importTar(IMAGE, archive);
    }
  }

  @AfterAll
  void stopEngine() {
    try {
      fixture.home().driver().destroyAll();
      fixture.home().images().delete(IMAGE);
    } finally {
      fixture.close();
    }
  }

  @Test
  void bootsRunsItsBootProgramEachTimeAndShutsDown() {
    DockerComputeDriver driver = fixture.home().driver();
    InstanceFile boot =
        InstanceFile.ofRoot(InstanceSpec.BOOT_PROGRAM, Content.text(BOOT_PROGRAM), 0700);
    driver.create(InstanceSpec.of(ID, IMAGE).withFile(boot));
    driver.start(ID);
    Shell shell = driver.shell(ID);
    awaitBoot(shell);
    assertThat(shell.run(Command.of("cat", "/proc/1/comm")).stdout().text()).isEqualTo("systemd\n");
    assertThat(shell.readFile("/var/lib/croft/ran").text()).isEqualTo("boot\n");
    assertThat(driver.consoleOutput(ID).text()).contains("seen on the console");

    driver.stop(ID, Duration.ofSeconds(30));
    assertThat(driver.observe(ID)).isEqualTo(new InstanceState.Stopped(StopReason.REQUESTED));
    // What systemd says when it was not killed, but has ended all units in their order.
    assertThat(driver.consoleOutput(ID).text()).contains("System Halt");

    driver.start(ID);
    awaitBoot(shell);
    assertThat(shell.readFile("/var/lib/croft/ran").text()).isEqualTo("boot\nboot\n");
  }

  private static void awaitBoot(Shell shell) {
    Waiting.until(BOOT_TIMEOUT, () -> !state(shell).isBlank() && !state(shell).contains("offline"));
    Command waiting = Command.of("systemctl", "is-system-running", "--wait").within(BOOT_TIMEOUT);
    assertThat(shell.run(waiting).stdout().text())
        .as(() -> shell.run(Command.of("systemctl", "--failed", "--no-legend")).stdout().text())
        .isEqualTo("running\n");
  }

  private static String state(Shell shell) {
    return shell.run(Command.of("systemctl", "is-system-running")).stdout().text();
  }
}
