package croft.bench;

import croft.wire.sigv4.AccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Croft server in a process of its own, started with the launcher's own flags and AOT cache. */
final class CroftProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How servers are started. */
  record Launcher(List<String> java, String classPath) {
    /** A program of the class path, with its arguments. */
    List<String> command(String mainClass, List<String> arguments) {
      List<String> command = new ArrayList<>(java);
      command.addAll(List.of("-cp", classPath, mainClass));
      command.addAll(arguments);
      return command;
    }
  }

  private final Path home;
  private final Process process;
  private final Signed signed;

  private CroftProcess(Path home, Process process, Signed signed) {
    this.home = home;
    this.process = process;
    this.signed = signed;
  }

  /** Starts a server over a home; returns once it says that it serves. */
  static CroftProcess start(Launcher launcher, Path home, String... options)
      throws IOException, InterruptedException {
    Path facts = home.resolve("run").resolve("server");
    Files.deleteIfExists(facts);
    List<String> arguments = new ArrayList<>(List.of("--port", "0"));
    arguments.addAll(List.of(options));
    Process process = launch(launcher, "croft.server.Main", arguments, home);
    try {
      Await.until("a server over " + home, PATIENCE, Duration.ofMillis(1), () -> {
        if (!process.isAlive()) {
          throw new IOException("the server ended: see " + log(home));
        }
        return Files.exists(facts) && Files.readString(facts).contains("endpoint=");
      });
      String endpoint = value(facts, "endpoint");
      int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
      Path credentials = home.resolve("credentials");
      AccessKey key =
          AccessKey.of(
              value(credentials, "aws_access_key_id"),
              value(credentials, "aws_secret_access_key"),
              null);
      return new CroftProcess(home, process, new Signed(port, key));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Process launch(
      Launcher launcher, String mainClass, List<String> arguments, Path home) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher.command(mainClass, arguments));
    builder.environment().put("CROFT_HOME", home.toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(home).toFile()));
    return builder.start();
  }

  /** Removes what a home's servers made on the host. */
  static void purge(Launcher launcher, Path home) throws IOException, InterruptedException {
    int status = launch(launcher, "croft.server.Main", List.of("purge"), home).waitFor();
    if (status != 0) {
      throw new IOException("purging ended with " + status + ": see " + log(home));
    }
  }

  private static Path log(Path home) {
    return home.resolve("server.log");
  }

  private static String value(Path file, String key) throws IOException {
    return Files.readString(file)
        .lines()
        .filter(line -> line.replace(" ", "").startsWith(key + "="))
        .map(line -> line.substring(line.indexOf('=') + 1).strip())
        .findFirst()
        .orElseThrow(() -> new IOException("no " + key + " in " + file));
  }

  Path data() {
    return home.resolve("data");
  }

  Signed signed() {
    return signed;
  }

  /** Sends a request over a connection of its own; fails unless the answer is 200. */
  String ec2(String parameters) throws IOException {
    try (Connection connection = new Connection(signed.port())) {
      return ec2(connection, parameters);
    }
  }

  String ec2(Connection connection, String parameters) throws IOException {
    Connection.Answer answer = connection.send(signed.ec2(parameters));
    if (answer.status() != 200) {
      throw new IOException(parameters + " answers " + answer.status() + ": " + answer.body());
    }
    return answer.body();
  }

  /** Memory in use by the process, in MiB (VmRSS). */
  double residentMebibytes() throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/status"))
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }

  @Override
  public void close() throws InterruptedException {
    Host.end(process);
  }
}
