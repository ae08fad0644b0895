package croft.drivers.docker.compute;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.docker.engine.Engine;
import croft.drivers.linux.compute.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An engine for tests, Docker's or Podman's, started by hand: everything of it in one folder, no
 * bridge, no firewall rules, no change to the machine's forwarding; gone when it is closed.
 */
public final class TestEngine implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private static final String LIMITS =
      """
      [containers]
      default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
      """;

  private final Path folder;
  private final Process process;

  private TestEngine(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Skips the test, with a line that says why, where there is no dockerd to start. */
  public static TestEngine docker() {
    Path program = program("dockerd", "docker.io");
    Path folder = folder();
    return start(
        folder,
        List.of(
            program.toString(),
            "--host=unix://" + folder.resolve("engine.sock"),
            "--data-root=" + folder.resolve("data"),
            "--exec-root=" + folder.resolve("exec"),
            "--pidfile=" + folder.resolve("engine.pid"),
            "--bridge=none",
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
            "--ip-masq=false",
            "--userland-proxy=false"));
  }

  /** Skips the test, with a line that says why, where there is no Podman to start. */
  public static TestEngine podman() {
    Path program = program("podman", "podman");
    Path folder = folder();
    return start(
        folder,
        List.of(
            program.toString(),
            "--root=" + folder.resolve("data"),
            "--runroot=" + folder.resolve("exec"),
            "--cgroup-manager=cgroupfs",
            "--events-backend=file",
            // crun refuses the mixed control groups that some machines have.
            "--runtime=" + program("runc", "runc"),
            "system",
            "service",
            "--time=0",
            "unix://" + folder.resolve("engine.sock")));
  }

  private static Path program(String name, String packageName) {
    assumeTrue("root".equals(System.getProperty("user.name")), "starting " + name + " needs root");
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin")
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> {
          assumeTrue(false, name + " is not installed: apt-get install " + packageName);
          return Path.of(name);
        });
  }

  /** Short: the path of a socket has 107 octets at most. */
  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("/var/tmp"), "croft-engine-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestEngine start(Path folder, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(folder.resolve("log").toFile());
      // Engines put what they unpack into a folder of their own choice, and Podman leaves it there.
      builder.environment().put("TMPDIR", folder.toString());
      // Podman's own limits are higher than what a machine without SYS_RESOURCE may set.
      Path limits = Files.writeString(folder.resolve("containers.conf"), LIMITS);
      builder.environment().put("CONTAINERS_CONF", limits.toString());
      TestEngine engine = new TestEngine(folder, builder.start());
      if (!Waiting.until(START_TIMEOUT, engine::answersOrEnded) || !engine.process.isAlive()) {
        String log = Files.readString(folder.resolve("log"));
        engine.close();
        assumeTrue(false, command.getFirst() + " does not start here: " + lastLines(log));
      }
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String lastLines(String log) {
    return log.substring(Math.max(0, log.length() - 500)).strip();
  }

  private boolean answersOrEnded() {
    try {
      new Engine(socket()).version();
      return true;
    } catch (IOException e) {
      return !process.isAlive();
    }
  }

  public Path socket() {
    return folder.resolve("engine.sock");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
      unmountAll();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An engine leaves mounts behind when containers outlive it. */
  private void unmountAll() throws IOException, InterruptedException {
    List<String> mounts =
        Files.readString(Path.of("/proc/self/mounts"))
            .lines()
            .map(line -> line.split(" ", -1)[1])
            .filter(path -> path.startsWith(folder + "/"))
            .toList();
    for (String mount : mounts.reversed()) {
      new ProcessBuilder("umount", "--lazy", mount).inheritIO().start().waitFor();
    }
  }
}
