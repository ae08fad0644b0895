package croft.drivers.linux.compute;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.Command;
import croft.drivers.compute.Image;
import croft.drivers.compute.InitMode;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.Shell;
import croft.drivers.compute.ShellSession;
import croft.drivers.compute.TerminalSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TerminalTest {
  private final TestHome home = new TestHome();

  @BeforeEach
  void onAMachineThatRunsInstances() {
    TestHome.assumeInstancesRun();
    home.open(InstantSource.system());
    home.driver().create(InstanceSpec.of("i-1", Image.HOST_ROOT_ID).withInitMode(InitMode.PLAIN));
    home.driver().start("i-1");
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void aShellOnATerminalHasItsSizeAndItsExitStatus() throws IOException {
    Shell shell = home.driver().shell("i-1");
    Command command = Command.of("/bin/sh");
    try (ShellSession session = shell.open(command, Optional.of(new TerminalSize(100, 40)))) {
      BufferedReader output =
          new BufferedReader(new InputStreamReader(session.output(), StandardCharsets.UTF_8));
      type(session, "test -t 0 && echo on-a-$((1+1))-terminal\n");
      awaitLine(output, "on-a-2-terminal");
      type(session, "stty size\n");
      awaitLine(output, "40 100");
      session.resize(new TerminalSize(132, 50));
      // The size travels beside the input: ask until it has arrived.
      type(session, "until stty size | grep '50 132'; do sleep 0.05; done\n");
      awaitLine(output, "50 132");
      type(session, "exit 7\n");
      assertThat(session.waitFor()).isEqualTo(7);
    }
  }

  @Test
  void closingEndsTheCommand() {
    Shell shell = home.driver().shell("i-1");
    Command command = Command.of("sleep", "4242");
    shell.open(command, Optional.of(TerminalSize.DEFAULT)).close();
    shell.open(command, Optional.empty()).close();
    String processes =
        shell.run(Command.script("cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).stdout().text();
    assertThat(processes).doesNotContain("sleep 4242");
  }

  private static void type(ShellSession session, String text) throws IOException {
    session.input().write(text.getBytes(StandardCharsets.UTF_8));
    session.input().flush();
  }

  private static void awaitLine(BufferedReader output, String wanted) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.append(line).append('\n');
      // What is typed before the shell prompts is echoed first: its answer then follows the prompt.
      if (line.strip().endsWith(wanted)) {
        return;
      }
    }
    assertThat(seen.toString()).contains(wanted + " (the terminal ended)");
  }
}
