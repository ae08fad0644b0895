package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, with a small heap, that can be killed. */
record ServerProcess(Process process, Path home) {
  static ServerProcess start(Path home, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--port", "0"));
    arguments.addAll(List.of(options));
    Files.deleteIfExists(home.resolve("run/server"));
    ServerProcess server = new ServerProcess(spawn(home, arguments.toArray(String[]::new)), home);
    Await.until(
        Duration.ofSeconds(60),
        () -> home.resolve("run/server").toFile().exists() || !server.process.isAlive(),
        told -> told);
    assertThat(server.process.isAlive()).as("the server").isTrue();
    return server;
  }

  static void purge(Path home) {
    try {
      Process purge = spawn(home, "purge");
      assertThat(purge.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(purge.exitValue()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Process spawn(Path home, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "croft.server.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CROFT_HOME", home.toString());
    return builder.inheritIO().start();
  }

  String endpoint() throws IOException {
    try (var lines = Files.lines(home.resolve("run/server"))) {
      return lines
          .filter(line -> line.startsWith("endpoint="))
          .map(line -> line.substring("endpoint=".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Runs Python against it, as the root of its account. */
  Program.Outcome python(String code, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3", "-c", code));
    command.addAll(List.of(arguments));
    return new Program(
            command,
            RunningCroft.environment(endpoint(), RunningCroft.Credentials.ofHome(home)),
            home)
        .run();
  }

  /** SIGKILL: it hears nothing and tidies nothing. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
