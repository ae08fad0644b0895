package croft.bench;

import croft.drivers.balancer.AccessLogs;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.RuleAction;
import croft.drivers.balancer.ServerReading;
import croft.drivers.linux.balancer.LinuxBalancerDriver;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Requests through a balancer against a bare HAProxy before the same servers, by wrk in turns; and
 * whether one fails while all servers are replaced.
 */
final class Balancers {
  private static final int TURNS = 5;
  private static final String ADDRESS = "127.61.9.1";
  private static final double GOAL = 0.8;
  private static final double MOST_MISSING_PERCENT = 0.2;
  private static final Duration READY = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([0-9.]+)");
  private static final Pattern REQUESTS = Pattern.compile("([0-9]+) requests in");
  private static final List<String> PROGRAMS = List.of("wrk", "nginx", "haproxy");

  private final Report report;
  private final List<Process> processes = new ArrayList<>();

  Balancers(Report report) {
    this.report = report;
  }

  void measure(Path home) throws Exception {
    for (String program : PROGRAMS) {
      if (run("sh", "-c", "command -v " + program).isEmpty()) {
        report.note("Requests through a balancer", "not measured: install " + program);
        return;
      }
    }
    LinuxBalancerDriver driver = new LinuxBalancerDriver(home.resolve("balancers"));
    try {
      List<Integer> servers = servers(home, 4);
      int bare = freePort();
      begin(home, "haproxy", "-f", bareConfiguration(home, bare, servers.subList(0, 2)).toString());
      awaitPort("127.0.0.1", bare);
      int port = freePort();
      driver.ensure(spec(port, servers.subList(0, 2), List.of()));
      awaitUp(driver, 2);
      compare("Requests through an application balancer", bare, port);
      driver.ensure(logged(spec(port, servers.subList(0, 2), List.of())));
      awaitUp(driver, 2);
      compare("The same with its access log", bare, port);
      told(driver, port);
      driver.ensure(spec(port, servers.subList(0, 2), List.of()));
      awaitUp(driver, 2);
      replace(driver, port, servers);
    } finally {
      driver.removeAll();
      processes.forEach(Balancers::end);
    }
  }

  private void compare(String what, int bare, int port) throws Exception {
    rate(wrk("127.0.0.1", bare, 2));
    rate(wrk(ADDRESS, port, 2));
    List<Double> alone = new ArrayList<>();
    List<Double> balanced = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      alone.add(rate(wrk("127.0.0.1", bare, 3)));
      balanced.add(rate(wrk(ADDRESS, port, 3)));
    }
    double ratio = new Spread(balanced).median() / new Spread(alone).median();
    report.atLeast(
        what + ", against bare HAProxy, 32 connections",
        ratio,
        String.format(
            Locale.ROOT,
            "%.2f × (%,.0f/s; bare %,.0f/s)",
            ratio,
            new Spread(balanced).median(),
            new Spread(alone).median()),
        GOAL,
        "0.8 ×");
  }

  /** Whether each request has its line. */
  private void told(LinuxBalancerDriver driver, int port) throws Exception {
    long from = driver.accessLogs().end("app-bench");
    Matcher asked = REQUESTS.matcher(wrk(ADDRESS, port, 5));
    if (!asked.find()) {
      throw new IOException("wrk does not say how many requests it made");
    }
    TimeUnit.SECONDS.sleep(1);
    long lines = 0;
    for (AccessLogs.Piece piece = piece(driver, from);
        piece.next() > from;
        piece = piece(driver, from)) {
      from = piece.next();
      lines += piece.lines().size();
    }
    long requests = Long.parseLong(asked.group(1));
    double missing = 100.0 * (double) Math.max(0, requests - lines) / (double) requests;
    report.atMost(
        "Requests under wrk that the access log does not tell",
        missing,
        String.format(Locale.ROOT, "%.3f %% of %,d", missing, requests),
        MOST_MISSING_PERCENT,
        "0.2 %");
  }

  private static AccessLogs.Piece piece(LinuxBalancerDriver driver, long from) {
    return driver.accessLogs().read("app-bench", from, 1 << 20);
  }

  private static BalancerSpec logged(BalancerSpec spec) {
    BalancerSpec.Settings usual = spec.settings();
    return new BalancerSpec(
        spec.id(),
        spec.hostAddresses(),
        spec.namespace(),
        spec.nodes(),
        new BalancerSpec.Settings(
            usual.idleTimeoutSeconds(),
            usual.forwardedFor(),
            usual.clientPort(),
            usual.preserveHost(),
            usual.dropInvalidHeaders(),
            true),
        spec.listeners(),
        spec.pools());
  }

  /** As a reconciler does it: new servers come, old ones finish what they have, and go. */
  private void replace(LinuxBalancerDriver driver, int port, List<Integer> servers)
      throws Exception {
    List<Integer> old = servers.subList(0, 2);
    List<Integer> fresh = servers.subList(2, 4);
    try (var thread = Executors.newSingleThreadExecutor()) {
      Callable<String> load = () -> wrk(ADDRESS, port, 10);
      Future<String> told = thread.submit(load);
      TimeUnit.SECONDS.sleep(2);
      driver.ensure(spec(port, servers, List.of()));
      awaitUp(driver, 4);
      driver.ensure(spec(port, servers, old));
      TimeUnit.SECONDS.sleep(1);
      driver.ensure(spec(port, fresh, List.of()));
      String result = told.get();
      boolean failed = result.contains("Non-2xx") || result.contains("Socket errors");
      report.atMost(
          "Requests that failed while all servers were replaced under wrk",
          failed ? 1 : 0,
          failed
              ? result.lines().filter(line -> line.contains("errors") || line.contains("Non-2xx"))
                  .map(String::strip).reduce("", (a, b) -> a + " " + b)
              : "0",
          0,
          "0");
    }
  }

  private static BalancerSpec spec(int port, List<Integer> servers, List<Integer> leaving) {
    PoolSpec pool =
        new PoolSpec(
            "p-web",
            ListenerSpec.Protocol.HTTP,
            false,
            PoolSpec.Algorithm.ROUND_ROBIN,
            new PoolSpec.Stickiness.None(),
            true,
            0,
            0,
            Optional.of(
                new PoolSpec.HealthCheck(
                    ListenerSpec.Protocol.HTTP, 0, "/", "200", 5, 2, 2, 2)),
            servers.stream()
                .map(number ->
                    new PoolSpec.ServerSpec(
                        "s-" + number, "127.0.0.1", number, "", !leaving.contains(number)))
                .toList());
    ListenerSpec listener =
        new ListenerSpec(
            "l-web",
            port,
            ListenerSpec.Protocol.HTTP,
            List.of(),
            ListenerSpec.TlsPolicy.USUAL,
            List.of(),
            new RuleAction.Forward(List.of(new RuleAction.Share("p-web", 1)), 0));
    return new BalancerSpec(
        "app-bench",
        List.of(ADDRESS),
        Optional.empty(),
        List.of(),
        BalancerSpec.Settings.USUAL,
        List.of(listener),
        List.of(pool));
  }

  private static void awaitUp(LinuxBalancerDriver driver, int count) throws Exception {
    Await.until(
        count + " servers are up",
        READY,
        BETWEEN,
        () ->
            driver.servers("app-bench").stream()
                    .filter(server -> server.state() == ServerReading.State.UP)
                    .count()
                == count);
  }

  private List<Integer> servers(Path home, int count) throws Exception {
    List<Integer> ports = new ArrayList<>();
    for (int i : IntStream.range(0, count).toArray()) {
      int port = freePort();
      Path directory = Files.createDirectories(home.resolve("nginx-" + i));
      Files.writeString(
          directory.resolve("nginx.conf"),
          """
          daemon off; worker_processes 1; pid nginx.pid; error_log error.log;
          events { worker_connections 1024; }
          http {
            access_log off; keepalive_requests 1000000;
            server { listen 127.0.0.1:%d; location / { return 200 "%s"; } }
          }
          """
              .formatted(port, "x".repeat(128)));
      begin(home, "nginx", "-p", directory.toString(), "-c", "nginx.conf");
      awaitPort("127.0.0.1", port);
      ports.add(port);
    }
    return ports;
  }

  private static Path bareConfiguration(Path home, int port, List<Integer> servers)
      throws IOException {
    return Files.writeString(
        home.resolve("bare.cfg"),
        """
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        frontend web
          bind 127.0.0.1:%d
          default_backend servers
        backend servers
          balance roundrobin
          server one 127.0.0.1:%d
          server two 127.0.0.1:%d
        """
            .formatted(port, servers.get(0), servers.get(1)));
  }

  private void begin(Path home, String... command) throws IOException {
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("processes.log").toFile())
            .start());
  }

  private static void end(Process process) {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private static String wrk(String address, int port, int seconds) throws Exception {
    return run(
        "wrk", "-t2", "-c32", "-d" + seconds + "s", "http://" + address + ":" + port + "/");
  }

  private static double rate(String told) throws IOException {
    Matcher matcher = RATE.matcher(told);
    if (!matcher.find() || told.contains("Non-2xx")) {
      throw new IOException("wrk says: " + told);
    }
    return Double.parseDouble(matcher.group(1));
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return told.strip();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(String address, int port) throws Exception {
    Await.until(
        "port " + port + " answers",
        READY,
        BETWEEN,
        () -> {
          try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
          } catch (IOException refused) {
            return false;
          }
        });
  }
}
