package croft.store.testing;

import croft.store.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server on a loopback port, in a temporary folder that {@link #close} removes. Root
 * may not run it: then it runs as the user postgres.
 */
public final class LocalPostgresql implements AutoCloseable {
  private static final String USER = "croft";
  private static final String PASSWORD = "only for tests";
  private static final Duration MOST = Duration.ofSeconds(60);

  private final Path binaries;
  private final Path folder;
  private final int port;
  private final boolean durable;
  private final AtomicInteger databases = new AtomicInteger();
  private @Nullable Process server;

  private LocalPostgresql(Path binaries, Path folder, int port, boolean durable) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
    this.durable = durable;
  }

  /** What the machine lacks to run one, for a test to say why it is skipped; empty when nothing. */
  public static Optional<String> missing() {
    if (findBinaries().isEmpty()) {
      return Optional.of("no PostgreSQL server under /usr/lib/postgresql");
    }
    if (isRoot() && !Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
      return Optional.of("root may not run PostgreSQL, and setpriv is missing");
    }
    return Optional.empty();
  }

  /** Makes and starts a server that does not wait for the disk: quick, and nothing to rely on. */
  public static LocalPostgresql start() {
    return start(false);
  }

  /** Makes and starts a server as it is used in earnest, for measurements. */
  public static LocalPostgresql startDurable() {
    return start(true);
  }

  private static LocalPostgresql start(boolean durable) {
    Path binaries = findBinaries().orElseThrow();
    try {
      Path folder = Files.createTempDirectory("croft-postgresql");
      if (isRoot()) {
        giveToPostgres(folder);
      }
      LocalPostgresql postgresql = new LocalPostgresql(binaries, folder, freePort(), durable);
      postgresql.makeCluster();
      postgresql.startServer();
      return postgresql;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, empty database. */
  public StoreConfig newDatabase() {
    return StoreConfig.parse(newUrl());
  }

  /** A new, empty database, by the URL a configuration would name it with. */
  public String newUrl() {
    String name = "test" + databases.incrementAndGet();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "postgresql://" + USER + ":only%20for%20tests@127.0.0.1:" + port + "/" + name;
  }

  /** Starts a stopped server again, on the same port and data. */
  public void startServer() {
    server =
        spawn(
            "postgres",
            "-D",
            folder.resolve("data").toString(),
            "-p",
            String.valueOf(port),
            "-k",
            folder.toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "max_connections=200",
            "-c",
            "fsync=" + (durable ? "on" : "off"));
    long deadline = System.nanoTime() + MOST.toNanos();
    while (!answers()) {
      if (System.nanoTime() > deadline || !server.isAlive()) {
        throw new IllegalStateException("PostgreSQL does not start:\n" + log());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Breaks off every connection and stops the server, as a restart does. */
  public void stopServer() {
    Process running = server;
    if (running == null) {
      return;
    }
    server = null;
    try {
      new ProcessBuilder("kill", "-INT", String.valueOf(running.pid())).start().waitFor();
      if (!running.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopServer();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeCluster() throws IOException {
    Path password = folder.resolve("password");
    Files.writeString(password, PASSWORD + "\n");
    Process initdb =
        spawn(
            "initdb",
            "--no-sync",
            "--auth=scram-sha-256",
            "--username=" + USER,
            "--pwfile=" + password,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--pgdata=" + folder.resolve("data"));
    try {
      if (initdb.waitFor() != 0) {
        throw new IllegalStateException("initdb failed:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process spawn(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, PASSWORD);
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The newest version's folder. */
  private static Optional<Path> findBinaries() {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.comparing(Path::toString));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void giveToPostgres(Path folder) throws IOException {
    try {
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    } catch (UserPrincipalNotFoundException e) {
      throw new IllegalStateException("There is no user postgres", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
