package croft.server;

import croft.store.StoreException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The server's process: {@code croft.server.Main [OPTIONS]} serves until SIGTERM; {@code
 * croft.server.Main purge [OPTIONS]} removes everything this home made on the host.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> options = Arrays.asList(arguments);
    boolean purge = !options.isEmpty() && options.getFirst().equals("purge");
    Config config;
    try {
      config =
          Config.read(
              purge ? options.subList(1, options.size()) : options,
              System.getenv(),
              Path.of(System.getProperty("user.home")));
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    logTo(config);
    if (purge) {
      Machine.open(config, InstantSource.system(), new SecureRandom()).removeAll();
    } else {
      serve(config);
    }
  }

  /**
   * Read by the logging backend when it is first used, so it is set before. To name the backend
   * spares the search for one, which opens every jar of the class path.
   */
  private static void logTo(Config config) {
    System.setProperty("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    System.setProperty(
        "org.slf4j.simpleLogger.defaultLogLevel",
        config.logLevel().name().toLowerCase(java.util.Locale.ROOT));
    System.setErr(new LogStream(System.err, InstantSource.system()));
  }

  private static void fail(String why) {
    System.err.println("croft: " + why);
    // Threads of parts already made would keep the process alive.
    System.exit(1);
  }

  private static void serve(Config config) throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    CroftServer server;
    Thread.ofPlatform().daemon().name("warm-up").start(new WarmUp());
    try {
      server = CroftServer.start(config, InstantSource.system());
    } catch (IOException e) {
      if (!(e.getCause() instanceof BindException)) {
        throw e;
      }
      fail(
          "cannot listen on %s port %d: %s; stop what does, or choose another with --port"
              .formatted(config.bind().getHostAddress(), config.port(), e.getMessage()));
      return;
    } catch (StoreException e) {
      fail("cannot open the store: " + e.getMessage());
      return;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  ended.countDown();
                },
                "shutdown"));
    ended.await();
  }
}
