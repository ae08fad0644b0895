package croft.services.ec2.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.agent.InsideReport;
import croft.agent.InstanceReport;
import croft.agent.LogFiles;
import croft.agent.Reachability;
import croft.agent.Reachability.Status;
import croft.api.logs.LogsApi;
import croft.base.Caller;
import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.InstanceState;
import croft.services.ec2.Ec2Fixture;
import croft.services.operation.Call;
import croft.store.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of this machine as if they were an instance's, whose scripts this machine's shell runs. */
final class LogShipperTest {
  private static final String AGENT = "/opt/aws/amazon-cloudwatch-agent";

  @TempDir Path directory;
  private Ec2Fixture fixture;
  private final MemoryLogs logs = new MemoryLogs();
  private final AtomicInteger commands = new AtomicInteger();
  private LogShipper shipper;
  private String id = "";
  private boolean hasRole = true;
  private String region = "";

  /** After so many bytes, commands that read files run into their timeout. */
  private int cutAfter = Integer.MAX_VALUE;

  @BeforeEach
  void open() throws IOException {
    fixture = new Ec2Fixture(directory.resolve("store"));
    fixture.store.register(LogShipper.tables().toArray(Table<?>[]::new));
    id = fixture.running();
    fixture.compute.programs().add("/bin/sh", this::script);
    write("agent" + AGENT + "/etc/amazon-cloudwatch-agent.json", "{}");
    restart();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CommandOutput script(Command command) {
    commands.incrementAndGet();
    String script = command.stdin().text().replace(AGENT, directory + "/agent" + AGENT);
    try {
      Process process = new ProcessBuilder("/bin/sh").start();
      process.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      int status = process.waitFor();
      if (script.contains("slice()") && output.length > cutAfter) {
        output = Arrays.copyOf(output, cutAfter);
        status = CommandOutput.TIMED_OUT;
      }
      return new CommandOutput(status, Content.of(output), Content.EMPTY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw ComputeException.interrupted("run", e);
    }
  }

  /** As a server that starts anew over the same store. */
  private void restart() {
    shipper =
        new LogShipper(
            fixture.compute,
            new ShippingParts(
                fixture.store,
                new LogFiles(Duration.ofSeconds(20), () -> UUID.randomUUID().toString()),
                call -> new LogsApi(logs),
                (instance, wanted) -> {
                  region = wanted;
                  return hasRole ? Optional.of(call(wanted)) : Optional.empty();
                },
                fixture.clock,
                fixture.clock));
  }

  private Call call(String wanted) {
    return new Call(
        Caller.root("123456789012", ""), wanted, "1", "10.0.0.4", true, "CWAgent", Instant.EPOCH);
  }

  /** Says the entries of {@code collect_list}, with the test's directory for {@code DIR}. */
  private void collect(String entries) {
    configure(
        "{\"logs\": {\"logs_collected\": {\"files\": {\"collect_list\": [" + entries + "]}}}}");
  }

  private void configure(String configuration) {
    shipper.accept(
        new InstanceReport(
            id,
            fixture.clock.instant(),
            new InstanceState.Running(1, Ec2Fixture.START),
            new Reachability(Status.PASSED, ""),
            Optional.empty(),
            Optional.of(
                new InsideReport(configuration.replace("DIR", directory.toString()), List.of()))));
  }

  private void collectApp() {
    collect("{\"file_path\": \"DIR/app.log\", \"log_group_name\": \"app\"}");
  }

  /** As many looks, five seconds apart. */
  private void look(int times) {
    for (int i = 0; i < times; i++) {
      fixture.clock.advance(Duration.ofSeconds(5));
      shipper.due().forEach(shipper::reconcile);
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void append(String name, String text) throws IOException {
    Files.writeString(
        directory.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to));
  }

  private String agentLog() throws IOException {
    Path log = directory.resolve("agent" + AGENT + "/logs/amazon-cloudwatch-agent.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private List<String> app() {
    return logs.messages("app/" + id);
  }

  @Test
  void linesAreSentOnceInTheirOrder() throws IOException {
    write("app.log", "one\ntwo\n");
    collectApp();
    look(2);
    assertThat(app()).containsExactly("one", "two");
    assertThat(region).isEqualTo("us-west-2");
    append("app.log", "three\nfo");
    look(3);
    assertThat(app()).containsExactly("one", "two", "three");
    append("app.log", "ur\n");
    look(3);
    assertThat(app()).containsExactly("one", "two", "three", "four");
    assertThat(agentLog()).isEmpty();
  }

  @Test
  void whereNothingChangedOneCommandLooks() throws IOException {
    write("app.log", "one\ntwo\npart");
    collectApp();
    look(3);
    int before = commands.get();
    look(10);
    assertThat(commands.get() - before).isEqualTo(10);
    assertThat(app()).containsExactly("one", "two");
  }

  @Test
  void aServerThatStartsAnewGoesOnAtItsPlace() throws IOException {
    write("app.log", "one\ntwo\n");
    collectApp();
    look(2);
    append("app.log", "three\n");
    restart();
    collectApp();
    look(2);
    assertThat(app()).containsExactly("one", "two", "three");
  }

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
  void aFileRotatedByItsNameIsReadToItsEnd() throws IOException {
    write("app.log", "one\n");
    collectApp();
    look(2);
    append("app.log", "two\nthree");
    rename("app.log", "app.log.1");
    write("app.log", "new one\n");
    look(2);
    append("app.log.1", " late\nlast without end");
    append("app.log", "new two\n");
    look(3);
    assertThat(app())
        .containsExactlyInAnyOrder(
            "one", "two", "three late", "last without end", "new one", "new two");
    rename("app.log", "app.log.2");
    look(1);
    restart();
    collectApp();
    append("app.log.2", "still written\n");
    look(3);
    assertThat(app()).hasSize(7).contains("still written");
  }

  @Test
  void aRotatedFileThatThePatternMatchesIsNotReadAgain() throws IOException {
    write("app.log", "one\n");
    collect(
        "{\"file_path\": \"DIR/app.log*\", \"log_group_name\": \"app\","
            + " \"publish_multi_logs\": true}");
    look(2);
    rename("app.log", "app.log.1");
    write("app.log", "two\n");
    look(200);
    restart();
    collect(
        "{\"file_path\": \"DIR/app.log*\", \"log_group_name\": \"app\","
            + " \"publish_multi_logs\": true}");
    look(3);
    String stream = "app/" + id + "_" + directory.resolve("app.log").toString().replace('/', '_');
    assertThat(logs.messages(stream)).containsExactlyInAnyOrder("one", "two");
    assertThat(logs.streams).hasSize(1);
  }

  @Test
  void aTruncatedFileBeginsAnew() throws IOException {
    write("app.log", "one\ntwo\n");
    collectApp();
    look(2);
    write("app.log", "");
    append("app.log", "three\n");
    look(2);
    // As long as what was there, and longer.
    write("app.log", "seven\n");
    look(2);
    write("app.log", "another that is longer\n");
    look(2);
    assertThat(app()).containsExactly("one", "two", "three", "seven", "another that is longer");
  }

  @Test
  void theNewestOfManyIsFollowedAndThoseFollowedBefore() throws Exception {
    write("a.log", "old\n");
    Files.setLastModifiedTime(
        directory.resolve("a.log"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    write("b.log", "b1\n");
    collect("{\"file_path\": \"DIR/*.log\", \"log_group_name\": \"app\"}");
    look(2);
    assertThat(app()).containsExactly("b1");
    write("c.log", "c1\n");
    look(2);
    append("b.log", "b2\n");
    look(2);
    assertThat(app()).containsExactly("b1", "c1", "b2");
  }

  @Test
  void namesHavePlaceholdersAndDefaults() throws IOException {
    write("x.y.log", "1\n");
    write("z.log", "2\n");
    collect(
        "{\"file_path\": \"DIR/x.y.log\", \"log_stream_name\": \"{instance_id}-{ip_address}\","
            + " \"retention_in_days\": 14},"
            + "{\"file_path\": \"DIR/z.log\", \"log_group_name\": \"g/{hostname}\"}");
    look(2);
    String group = directory + "/x.y";
    assertThat(logs.messages(group + "/" + id + "-172.31.0.4"))
        .as(logs.streams.keySet().toString())
        .containsExactly("1");
    assertThat(logs.messages("g/ip-172-31-0-4.us-west-2.compute.internal/" + id))
        .containsExactly("2");
    assertThat(logs.retentions).containsOnlyKeys(group).containsValue(14);
  }

  @Test
  void timesComeFromLinesAndFromTheLineBefore() throws IOException {
    write("app.log", "2026-05-01 11:00:00 b\nno time\n2026-05-01 10:00:00 a\n");
    collect(
        "{\"file_path\": \"DIR/app.log\", \"log_group_name\": \"app\", \"timezone\": \"UTC\","
            + " \"timestamp_format\": \"%Y-%m-%d %H:%M:%S\"}");
    look(2);
    assertThat(app())
        .containsExactlyInAnyOrder("2026-05-01 10:00:00 a", "2026-05-01 11:00:00 b", "no time");
    assertThat(logs.streams.get("app/" + id))
        .extracting(
            event -> Instant.ofEpochMilli(Objects.requireNonNull(event.timestamp())).toString())
        .contains("2026-05-01T11:00:00Z", "2026-05-01T10:00:00Z");
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
  void muchIsReadInOneLook() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      lines.add("line number " + i);
    }
    write("app.log", String.join("\n", lines) + "\n");
    collectApp();
    look(2);
    assertThat(app()).isEqualTo(lines);
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
}
