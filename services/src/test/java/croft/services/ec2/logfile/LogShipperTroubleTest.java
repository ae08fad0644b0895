package croft.services.ec2.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong with files, roles and servers, and what comes of it. */
final class LogShipperTroubleTest extends ShippedFiles {
  @Test
  void aServerKilledBeforeItsPlaceWasKeptSendsTheBatchAgain() throws IOException {
    write("app.log", "one\n");
    collectApp();
    look(2);
    append("app.log", "two\n");
    logs.kept =
        () -> {
          throw new IllegalStateException("killed");
        };
    assertThatThrownBy(() -> look(2)).hasMessage("killed");
    logs.kept = () -> {};
    restart();
    collectApp();
    look(2);
    assertThat(app()).containsExactly("one", "two", "two");
  }

  @Test
  void withoutARoleNothingIsSentAndThatIsSaidOnce() throws IOException {
    hasRole = false;
    write("app.log", "one\n");
    collectApp();
    look(4);
    assertThat(logs.puts()).isZero();
    assertThat(agentLog()).contains("NoCredentialProviders").hasLineCount(1);
    hasRole = true;
    look(2);
    assertThat(app()).containsExactly("one");
  }

  @Test
  void aDenialIsSaidOnceAndLosesNothing() throws IOException {
    logs.denied.add("CreateLogGroup");
    write("app.log", "one\n");
    collectApp();
    look(30);
    assertThat(agentLog())
        .contains("AccessDeniedException", "logs:CreateLogGroup", "app/" + id)
        .hasLineCount(1);
    logs.denied.clear();
    look(10);
    assertThat(app()).containsExactly("one");
  }

  @Test
  void hostileFilesLeaveTheRestWorking() throws Exception {
    new ProcessBuilder("mkfifo", directory + "/pipe.log").start().waitFor();
    new ProcessBuilder("ln", "-s", "/dev/zero", directory + "/zero.log").start().waitFor();
    write("endless.log", "x".repeat(3 << 20));
    write("app.log", "one\n");
    collect(
        "{\"file_path\": \"DIR/pipe.log\", \"log_group_name\": \"p\"},"
            + "{\"file_path\": \"DIR/zero.log\", \"log_group_name\": \"z\"},"
            + "{\"file_path\": \"relative\"},"
            + "{\"file_path\": \"DIR/endless.log\", \"log_group_name\": \"e\"},"
            + "{\"file_path\": \"DIR/app.log\", \"log_group_name\": \"app\"}");
    look(2);
    append("endless.log", "rest\nnext\n");
    look(2);
    assertThat(app()).containsExactly("one");
    assertThat(logs.messages("e/" + id)).hasSize(2).endsWith("next");
    assertThat(logs.groups).containsExactlyInAnyOrder("e", "app");
    assertThat(agentLog()).contains("file_path relative: is no absolute path").hasLineCount(1);
  }

  @Test
  void aReadThatRanOutOfTimeDoublesAndLosesNothing() throws IOException {
    collect(
        "{\"file_path\": \"DIR/app.log\", \"log_group_name\": \"app\"},"
            + "{\"file_path\": \"DIR/other.log\", \"log_group_name\": \"other\"}");
    List<String> lines = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      for (int i = 0; i < 20; i++) {
        lines.add("line " + round + "/" + i);
        append("app.log", lines.getLast() + "\n");
        append("other.log", lines.getLast() + "\n");
      }
      cutAfter = 40 + 37 * round;
      look(1);
    }
    cutAfter = Integer.MAX_VALUE;
    look(3);
    assertThat(app()).isEqualTo(lines);
    assertThat(logs.messages("other/" + id)).isEqualTo(lines);
  }

  @Test
  void aConfigurationThatIsGoneEndsIt() throws IOException {
    write("app.log", "one\n");
    collectApp();
    look(2);
    Files.delete(directory.resolve("agent" + AGENT + "/etc/amazon-cloudwatch-agent.json"));
    append("app.log", "two\n");
    look(2);
    assertThat(app()).containsExactly("one");
    assertThat(shipper.due()).isEmpty();
  }

  @Test
  void anInstanceWithoutToolsIsLeftAloneForAWhile() throws IOException {
    write("app.log", "one\n");
    prelude = "PATH=/none\n";
    collectApp();
    look(100);
    assertThat(commands.get()).isBetween(1, 2);
    prelude = "";
    look(121);
    assertThat(app()).containsExactly("one");
  }
}
