package croft.conformance;

import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.InstanceState;
import croft.drivers.linux.compute.LinuxComputeDriver;
import croft.drivers.linux.compute.LinuxComputeOptions;
import croft.drivers.linux.compute.LinuxImageDriver;
import croft.server.Config;
import croft.server.ConfigException;
import croft.server.CroftServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A Croft of the test's own, on a free port and in a directory that is removed with it. Closing it
 * purges the host and fails when anything is left there.
 */
final class RunningCroft implements AutoCloseable {
  static final String REGION = "us-west-2";

  private final Path home;
  private final boolean linux;
  private final CroftServer server;

  private RunningCroft(Path home, boolean linux, List<String> options) {
    this.home = home;
    this.linux = linux;
    try {
      this.server =
          CroftServer.start(
              Config.read(options, Map.of("CROFT_HOME", home.toString()), home),
              InstantSource.system());
    } catch (ConfigException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that only pretends to run instances. */
  static RunningCroft memory(String... options) {
    return start("memory", options);
  }

  /** One whose instances run; skips the test where they cannot. */
  static RunningCroft linux(String... options) {
    Machine.requireInstances();
    return start("linux", options);
  }

  /** One whose instances run in a Docker engine, in networks of this machine. */
  static RunningCroft docker(Path socket, String image) {
    Path home = newHome();
    List<String> lines =
        List.of("drivers=docker", "docker-socket=" + socket, "docker-image=" + image);
    try {
      Files.write(home.resolve("croft.properties"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RunningCroft(home, true, List.of("--port", "0"));
  }

  private static RunningCroft start(String drivers, String... options) {
    List<String> all = new ArrayList<>(List.of("--port", "0", "--drivers", drivers));
    all.addAll(List.of(options));
    return new RunningCroft(newHome(), drivers.equals("linux"), all);
  }

  static Path newHome() {
    try {
      return Files.createTempDirectory("croft-conformance-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path home() {
    return home;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  Credentials credentials() {
    return Credentials.ofHome(home);
  }

  /** An access key and its secret. */
  record Credentials(String accessKeyId, String secretAccessKey) {
    static Credentials ofHome(Path home) {
      Properties properties = new Properties();
      try (var reader = Files.newBufferedReader(home.resolve("credentials"))) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Credentials(
          properties.getProperty("aws_access_key_id"),
          properties.getProperty("aws_secret_access_key"));
    }
  }

  /** What {@code croft env} sets, and nothing of the developer's own settings. */
  Map<String, String> environment() {
    return environment(endpoint(), credentials());
  }

  static Map<String, String> environment(String endpoint, Credentials credentials) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint,
        "AWS_ACCESS_KEY_ID",
        credentials.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY",
        credentials.secretAccessKey(),
        "AWS_DEFAULT_REGION",
        REGION,
        "AWS_REGION",
        REGION,
        "AWS_CONFIG_FILE",
        "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE",
        "/dev/null",
        "AWS_EC2_METADATA_DISABLED",
        "true",
        "AWS_PAGER",
        "");
  }

  /** Runs a program of the host as a client. */
  Program.Outcome run(String... command) {
    return new Program(List.of(command), environment(), home).run();
  }

  /** Runs Python code as a client, with arguments. */
  Program.Outcome python(String code, String... arguments) {
    List<String> command = new ArrayList<>(List.of("python3", "-c", code));
    command.addAll(List.of(arguments));
    return new Program(command, environment(), home).run();
  }

  /** Runs a script inside an instance, as its root. */
  CommandOutput inside(String instanceId, String script) {
    return inside(home, instanceId, script);
  }

  /** The same, for a script that takes longer than a minute. */
  CommandOutput inside(String instanceId, String script, Duration longest) {
    return driver(home).shell(instanceId).run(Command.script(script).within(longest));
  }

  static CommandOutput inside(Path home, String instanceId, String script) {
    return driver(home).shell(instanceId).run(Command.script(script));
  }

  private static LinuxComputeDriver driver(Path home) {
    Path data = home.resolve("data");
    LinuxImageDriver images = new LinuxImageDriver(data, InstantSource.system());
    return new LinuxComputeDriver(LinuxComputeOptions.of(data), images);
  }

  /** Kills an instance from outside, as the machine's root could. */
  void killFirstProcess(String instanceId) {
    if (driver(home).observe(instanceId) instanceof InstanceState.Running running) {
      ProcessHandle.of(running.processId()).orElseThrow().destroyForcibly();
    } else {
      throw new AssertionError(instanceId + " does not run");
    }
  }

  /** The output of a script that must succeed inside an instance. */
  String told(String instanceId, String script) {
    CommandOutput output = inside(instanceId, script);
    if (!output.succeeded()) {
      throw new AssertionError(
          output.exitStatus() + ": " + output.stdout().text() + output.stderr().text());
    }
    return output.stdout().text().strip();
  }

  /** What a script printed inside an instance; nothing while that cannot be entered. */
  String seen(String instanceId, String script) {
    try {
      return inside(instanceId, script).stdout().text().strip();
    } catch (ComputeException e) {
      return "";
    }
  }

  /** Waits until systemd inside has started everything it will. */
  void awaitBoot(String instanceId) {
    Await.until(
        Duration.ofSeconds(60),
        () -> seen(instanceId, "systemctl is-system-running"),
        state -> state.equals("running") || state.equals("degraded"));
  }

  /** Stops serving, as {@code croft down} does: instances run on. */
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    try {
      if (linux) {
        purge();
      }
    } finally {
      delete(home);
    }
  }

  private void purge() {
    HostTraces traces = new HostTraces(home.resolve("data"));
    String tag = traces.networkTag();
    Program purge =
        new Program(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "croft.server.Main",
                "purge"),
            Map.of("CROFT_HOME", home.toString()),
            home);
    purge.run().succeeded();
    List<String> left = traces.find(tag);
    if (!left.isEmpty()) {
      throw new AssertionError("left on the host after a purge: " + left);
    }
  }

  /** Removes a directory in which nothing is mounted. */
  static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
