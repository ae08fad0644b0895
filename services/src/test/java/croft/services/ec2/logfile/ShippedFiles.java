package croft.services.ec2.logfile;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files of this machine as if they were an instance's, whose scripts this machine's shell runs. */
abstract class ShippedFiles {
  static final String AGENT = "/opt/aws/amazon-cloudwatch-agent";

  @TempDir Path directory;
  Ec2Fixture fixture;
  final MemoryLogs logs = new MemoryLogs();
  final AtomicInteger commands = new AtomicInteger();
  LogShipper shipper;
  String id = "";
  boolean hasRole = true;
  String region = "";

  /** After so many bytes, commands that read files run into their timeout. */
  int cutAfter = Integer.MAX_VALUE;

  /** What the instance's shell does before each script. */
  String prelude = "";

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

  CommandOutput script(Command command) {
    commands.incrementAndGet();
    String script = prelude + command.stdin().text().replace(AGENT, directory + "/agent" + AGENT);
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
  final void restart() {
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

  Call call(String wanted) {
    return new Call(
        Caller.root("123456789012", ""), wanted, "1", "10.0.0.4", true, "CWAgent", Instant.EPOCH);
  }

  /** Says the entries of {@code collect_list}, with the test's directory for {@code DIR}. */
  void collect(String entries) {
    configure(
        "{\"logs\": {\"logs_collected\": {\"files\": {\"collect_list\": [" + entries + "]}}}}");
  }

  void configure(String configuration) {
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

  void collectApp() {
    collect("{\"file_path\": \"DIR/app.log\", \"log_group_name\": \"app\"}");
  }

  /** As many looks, five seconds apart. */
  void look(int times) {
    for (int i = 0; i < times; i++) {
      fixture.clock.advance(Duration.ofSeconds(5));
      shipper.due().forEach(shipper::reconcile);
    }
  }

  void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  void append(String name, String text) throws IOException {
    Files.writeString(
        directory.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to));
  }

  String agentLog() throws IOException {
    Path log = directory.resolve("agent" + AGENT + "/logs/amazon-cloudwatch-agent.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  List<String> app() {
    return logs.messages("app/" + id);
  }
}
