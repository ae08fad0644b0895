package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.Content;
import croft.drivers.compute.Image;
import croft.drivers.compute.InstanceFile;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.compute.Shell;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host's root as an image, booted by its own systemd. */
class SystemdInstanceTest {
  private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(60);
  private static final String BOOT_PROGRAM =
      """
      #!/bin/sh
      echo boot >> /var/lib/croft/ran
      echo seen on the console
      """;

  private final TestHome home = new TestHome();

  @BeforeEach
  void onAMachineWithSystemd() {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
    assumeTrue(home.images().hostRoot().systemd(), "systemd is not installed");
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void bootsRunsItsBootProgramEachTimeAndShutsDown() {
    InstanceSpec spec =
        InstanceSpec.of("i-boot", Image.HOST_ROOT_ID)
            .withFile(
                InstanceFile.ofRoot(InstanceSpec.BOOT_PROGRAM, Content.text(BOOT_PROGRAM), 0700));
    home.driver().create(spec);
    home.driver().start("i-boot");
    Shell shell = home.driver().shell("i-boot");
    awaitBoot(shell);
    assertThat(shell.run(Command.of("systemctl", "--failed", "--no-legend")).stdout().text())
        .isEmpty();
    assertThat(shell.readFile("/var/lib/croft/ran").text()).isEqualTo("boot\n");
    assertThat(home.driver().consoleOutput("i-boot").text()).contains("seen on the console");

    assertThat(home.driver().consoleOutput("i-boot").text()).contains("multi-user.target");

    home.driver().stop("i-boot", Duration.ofSeconds(30));
    assertThat(home.driver().consoleOutput("i-boot").text()).contains("multi-user.target");
    assertThat(home.driver().observe("i-boot"))
        .isEqualTo(new InstanceState.Stopped(StopReason.REQUESTED));

    home.driver().start("i-boot");
    awaitBoot(shell);
    assertThat(shell.readFile("/var/lib/croft/ran").text()).isEqualTo("boot\nboot\n");
  }

  @Test
  void whatAnInstanceDoesToItselfIsTold() {
    home.driver().create(InstanceSpec.of("i-halt", Image.HOST_ROOT_ID));
    ends("poweroff", StopReason.SHUT_DOWN);
    ends("reboot", StopReason.REBOOTED);
  }

  private void ends(String verb, StopReason reason) {
    home.driver().start("i-halt");
    awaitBoot(home.driver().shell("i-halt"));
    home.driver().shell("i-halt").run(Command.of("systemctl", verb));
    Waiting.until(
        BOOT_TIMEOUT, () -> !(home.driver().observe("i-halt") instanceof InstanceState.Running));
    assertThat(home.driver().observe("i-halt")).isEqualTo(new InstanceState.Stopped(reason));
  }

  private static void awaitBoot(Shell shell) {
    Command state = Command.of("systemctl", "is-system-running", "--wait").within(BOOT_TIMEOUT);
    Waiting.until(BOOT_TIMEOUT, () -> busIsThere(shell));
    CommandOutput output = shell.run(state);
    assertThat(output.stdout().text())
        .as(() -> shell.run(Command.of("journalctl", "-b", "--no-pager")).stdout().text())
        .isEqualTo("running\n");
  }

  private static boolean busIsThere(Shell shell) {
    String state = shell.run(Command.of("systemctl", "is-system-running")).stdout().text();
    return !state.isBlank() && !state.contains("offline");
  }
}
