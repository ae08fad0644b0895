package croft.cli;

import croft.drivers.compute.Shell;
import croft.server.Config;
import croft.server.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What commands are given: the streams, this machine, the home, and the way into instances.
 *
 * @param home the directory that the server writes its facts into
 * @param streams standard input, output and error as bytes
 * @param host this machine
 * @param instances how to reach inside one
 */
record Environment(Path home, Streams streams, Host host, Instances instances) {

  /** The way inside an instance of this host, and what its drivers say about the machine. */
  interface Instances {
    /** The way inside a running instance. */
    Shell shell(String instanceId);

    /** What the drivers found out by trying. */
    List<Finding> capabilities();
  }

  static Environment ofProcess() {
    Map<String, String> variables = System.getenv();
    Path userHome = Path.of(System.getProperty("user.home", "/"));
    Path home = Main.home(variables.getOrDefault("CROFT_HOME", ""), userHome);
    return new Environment(
        home,
        Streams.ofProcess(),
        new LocalHost(variables.getOrDefault("PATH", ""), variables.getOrDefault("TERM", "linux")),
        localInstances(home, variables, userHome));
  }

  /** Where the server that `croft up` started last on this home has its instances. */
  private static LocalInstances localInstances(
      Path home, Map<String, String> variables, Path userHome) {
    try {
      Path options = home.resolve("run").resolve("options");
      List<String> arguments = Files.exists(options) ? Files.readAllLines(options) : List.of();
      Config config = Config.read(arguments, variables, userHome);
      Optional<Config.Docker> docker =
          config.drivers() == Config.Drivers.DOCKER
              ? Optional.of(config.docker())
              : Optional.empty();
      return new LocalInstances(config.data(), docker);
    } catch (IOException | ConfigException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  PrintWriter out() {
    return new PrintWriter(streams.output(), true, StandardCharsets.UTF_8);
  }

  PrintWriter err() {
    return new PrintWriter(streams.errors(), true, StandardCharsets.UTF_8);
  }

  InputStream input() {
    return streams.input();
  }

  /** The terminal that standard input is, if it is one. */
  Optional<Terminal> terminal() {
    return streams.terminal();
  }
}
