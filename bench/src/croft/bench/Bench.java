package croft.bench;

import croft.drivers.compute.Image;
import croft.wire.sigv4.AccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what the speed goals speak of, one section after the other. The launcher's words come as
 * system properties: {@code bench.java} (command and flags, one a line), {@code bench.classPath},
 * {@code bench.scratch} (a directory that is removed afterwards), {@code bench.revision}; sections
 * to run as arguments.
 */
final class Bench {
  private static final List<String> SECTIONS = 
      List.of(
          "start",
          "requests",
          "authorization",
          "storage",
          "small",
          "thousand",
          "describe",
          "network",
          "balancer",
          "metrics",
          "queues",
          "logs",
          "groups",
          "systemd");
  private static final int STARTS = 7;
  private static final int CLIENTS = 4;
  private static final int LAUNCHES = 10;
  private static final int BOOTS = 3;
  private static final int FLEET = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final int TURNS = 5;
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final String CROFT = "Croft";
  private static final String BARE = "its HTTP server alone";
  private static final String MOTO = "moto_server";
  private static final String DESCRIBE_VPCS = "Action=DescribeVpcs";

  private final CroftProcess.Launcher launcher;
  private final Path scratch;
  private final Report report = new Report();

  private Bench(CroftProcess.Launcher launcher, Path scratch) {
    this.launcher = launcher;
    this.scratch = scratch;
  }

  public static void main(String[] arguments) throws Exception {
    CroftProcess.Launcher launcher =
        new CroftProcess.Launcher(
            List.of(System.getProperty("bench.java").split("\n")),
            System.getProperty("bench.classPath"));
    Bench bench = new Bench(launcher, Path.of(System.getProperty("bench.scratch")));
    List<String> sections = arguments.length == 0 ? SECTIONS : List.of(arguments);
    String load = Host.loadAverage();
    for (String section : sections) {
      System.err.println(section);
      bench.measure(section);
    }
    String when = LocalDate.now(ZoneOffset.UTC) + ", revision " + System.getProperty("bench.revision");
    System.out.print(
        bench.report.markdown(when, Host.describe() + "; load average at the start " + load));
  }

  private void measure(String section) throws Exception {
    Path home = Files.createDirectory(scratch.resolve(section));
    switch (section) {
      case "start" -> starts(home);
      case "requests" -> requests(home);
      case "authorization" -> authorization(home);
      case "storage" -> new Storage(launcher, report).measure(home);
      case "small" -> small(home);
      case "thousand" -> new Fleet(launcher, report).thousand(home);
      case "describe" -> new Fleet(launcher, report).describe(home);
      case "network" -> new Network(report).measure(home);
      case "balancer" -> new Balancers(report).measure(home);
      case "metrics" -> new Metrics(launcher, report).measure(home);
      case "queues" -> new Queues(launcher, report).measure(home);
      case "logs" -> new LogEvents(launcher, report).measure(home);
      case "groups" -> new Groups(launcher, report).measure(home);
      case "systemd" -> systemd(home);
      default -> throw new IllegalArgumentException("no section " + section + ": " + SECTIONS);
    }
  }

  private void starts(Path home) throws Exception {
    List<Double> seconds = new ArrayList<>();
    double resident = 0;
    try {
      firstReplySeconds(home);
      for (int i = 0; i < STARTS; i++) {
        seconds.add(firstReplySeconds(home));
      }
      try (CroftProcess server = CroftProcess.start(launcher, home)) {
        server.ec2("Action=DescribeRegions");
        Thread.sleep(Duration.ofSeconds(5));
        resident = server.residentMebibytes();
      }
    } finally {
      CroftProcess.purge(launcher, home);
    }
    Spread spread = new Spread(seconds);
    report.atMost(
        "Cold start: process start → signed DescribeRegions answered, median (least)",
        spread.median(),
        text("%.2f s (%.2f s)", spread.median(), spread.least()),
        0.35,
        "0.35 s");
    report.atMost("Resident memory, idle", resident, text("%.0f MiB", resident), 120, "120 MiB");
  }

  private double firstReplySeconds(Path home) throws Exception {
    long started = System.nanoTime();
    try (CroftProcess server = CroftProcess.start(launcher, home)) {
      server.ec2("Action=DescribeRegions");
      return (System.nanoTime() - started) / 1e9;
    }
  }

  /** All servers run at once and are loaded in turns: what else the machine does meets each. */
  private void requests(Path home) throws Exception {
    List<Process> peers = new ArrayList<>();
    try (CroftProcess server = CroftProcess.start(launcher, home)) {
      Map<String, Load> loads = new LinkedHashMap<>();
      loads.put(CROFT, load(server.signed()));
      int answerBytes = server.ec2(DESCRIBE_VPCS).length();
      loads.put(BARE, bare(peers, answerBytes));
      Optional<Path> moto = Host.find(MOTO);
      if (moto.isPresent()) {
        Peer started = moto(moto.get(), scratch.resolve("moto.log"));
        peers.add(started.process());
        loads.put(MOTO, load(started.signed()));
      }
      tell(inTurns(loads));
    } finally {
      for (Process peer : peers) {
        Host.end(peer);
      }
      CroftProcess.purge(launcher, home);
    }
  }

  /** Requests per second of each, the median of its turns. */
  private static Map<String, Double> inTurns(Map<String, Load> loads) throws Exception {
    Map<String, List<Double>> seen = new LinkedHashMap<>();
    for (Map.Entry<String, Load> load : loads.entrySet()) {
      load.getValue().run(WARM_UP);
      seen.put(load.getKey(), new ArrayList<>());
    }
    for (int turn = 0; turn < TURNS; turn++) {
      for (Map.Entry<String, Load> load : loads.entrySet()) {
        seen.get(load.getKey()).add(load.getValue().run(TURN));
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    seen.forEach((name, rates) -> medians.put(name, new Spread(rates).median()));
    return medians;
  }

  private void tell(Map<String, Double> rates) {
    double croft = rates.getOrDefault(CROFT, 0.0);
    double bare = rates.getOrDefault(BARE, 0.0);
    double moto = rates.getOrDefault(MOTO, 0.0);
    report.note(
        "DescribeVpcs, signed and verified, 4 keep-alive clients", text("%,.0f/s", croft));
    report.atLeast(
        "… against the bare HTTP server with an answer of that size",
        croft / bare,
        text("%.2f × (of %,.0f/s)", croft / bare, bare),
        0.4,
        "0.4 ×");
    if (moto > 0) {
      report.atLeast(
          "… against moto_server, which verifies no signature",
          croft / moto,
          text("%.1f × (of %,.0f/s)", croft / moto, moto),
          10,
          "10 ×");
    } else {
      report.note("… against moto_server", "not measured: there is none on the PATH");
    }
    report.bars(
        "DescribeVpcs, requests per second",
        List.copyOf(rates.keySet()),
        List.copyOf(rates.values()));
  }

  private static Load load(Signed signed) throws IOException {
    return new Load(signed.port(), signed.ec2(DESCRIBE_VPCS), CLIENTS);
  }

  private Load bare(List<Process> peers, int answerBytes) throws Exception {
    int port = Host.freePort();
    List<String> arguments = List.of(Integer.toString(port), Integer.toString(answerBytes));
    CroftProcess.Launcher withBench =
        new CroftProcess.Launcher(launcher.java(), System.getProperty("java.class.path"));
    Peer started =
        peer(
            withBench.command("croft.bench.BareServer", arguments),
            port,
            scratch.resolve("bare.log"));
    peers.add(started.process());
    return load(started.signed());
  }

  /** Another server, and how to send it requests. */
  record Peer(Process process, Signed signed) {}

  static Peer moto(Path program, Path log) throws Exception {
    int port = Host.freePort();
    List<String> command =
        List.of(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port));
    return peer(command, port, log);
  }

  /** Starts a peer; returns once it answers. */
  private static Peer peer(List<String> command, int port, Path log) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Signed signed = new Signed(port, AccessKey.of("AKIAIOSFODNN7EXAMPLE", "secret", null));
    Await.until(command.getFirst(), Duration.ofSeconds(60), Duration.ofMillis(50), () -> {
      try (Connection connection = new Connection(port)) {
        return connection.send(signed.ec2(DESCRIBE_VPCS)).status() == 200;
      } catch (java.net.ConnectException e) {
        return false;
      }
    });
    return new Peer(process, signed);
  }

  private void authorization(Path home) throws Exception {
    Authorization.Cost cost = new Authorization(launcher).cost(home);
    report.atMost(
        "A call verified and allowed by policy, over one let through, medians",
        cost.added(),
        text(
            "%.0f µs (%.0f of %.0f)",
            cost.added(),
            cost.allowedMicroseconds(),
            cost.openMicroseconds()),
        60,
        "60 µs");
    double decision = Authorization.decisionMicroseconds();
    report.atMost(
        "One decision over 10 policies of 50 statements",
        decision,
        text("%.0f µs", decision),
        100,
        "100 µs");
  }

  private void small(Path home) throws Exception {
    SmallImage.importInto(home.resolve("data"), home);
    try (CroftProcess server = CroftProcess.start(launcher, home)) {
      Launches launches = new Launches(server);
      Spread shell = launchSeveral(launches, SmallImage.ID, LAUNCHES);
      report.atMost(
          "RunInstances call → shell answers inside, image without systemd, median (least)",
          shell.median(),
          text("%.0f ms (%.0f ms)", shell.median(), shell.least()),
          100,
          "100 ms");
      tellBesideCrun(shell, new BareCrun(home, home.resolve("small-root")));
      double seconds = launches.secondsForAll(SmallImage.ID, FLEET);
      report.atLeast(
          FLEET + " instances in one call → all running and each answers",
          FLEET / seconds,
          text("%.1f/s (%.1f s)", FLEET / seconds, seconds),
          25,
          "25/s");
    } finally {
      CroftProcess.purge(launcher, home);
    }
  }

  private void tellBesideCrun(Spread shell, BareCrun crun)
      throws IOException, InterruptedException {
    Spread whole = new Spread(crun.withSurroundings(LAUNCHES));
    report.atMost(
        "… against crun with a user namespace, a layer, a wire and rules by hand, medians",
        shell.median() / whole.median(),
        text("%.2f × (%.0f ms)", shell.median() / whole.median(), whole.median()),
        2,
        "2 ×");
    Spread alone = new Spread(crun.alone(LAUNCHES));
    report.note(
        "… against crun alone: no API, no network, no layers, no user namespace, medians",
        text("%.2f × (%.0f ms)", shell.median() / alone.median(), alone.median()));
  }

  /** The first launch makes the network as well: it is not counted. */
  private static Spread launchSeveral(Launches launches, String image, int count)
      throws IOException, InterruptedException {
    launches.shellMilliseconds(image);
    List<Double> milliseconds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      milliseconds.add(launches.shellMilliseconds(image));
    }
    return new Spread(milliseconds);
  }

  private void systemd(Path home) throws Exception {
    List<Double> whole = new ArrayList<>();
    List<Double> crunAlone = new ArrayList<>();
    try (CroftProcess server = CroftProcess.start(launcher, home);
        Connection connection = new Connection(server.signed().port())) {
      Launches launches = new Launches(server);
      Spread shell = launchSeveral(launches, Image.HOST_ROOT_ID, BOOTS);
      report.note(
          "RunInstances call → shell answers inside, the host's root with systemd, median (least)",
          text("%.0f ms (%.0f ms)", shell.median(), shell.least()));
      for (int i = 0; i < BOOTS; i++) {
        Instant called = Instant.now();
        Launches.Launched one = launches.run(connection, Image.HOST_ROOT_ID, 1).getFirst();
        launches.inside().awaitShell(one.id(), one.hostname());
        launches.inside().awaitBooted(one.id());
        Instant booted = Instant.now();
        whole.add(Duration.between(called, booted).toNanos() / 1e6);
        Instant crunBegan = launches.inside().crunBegan(one.id());
        crunAlone.add(Duration.between(crunBegan, booted).toNanos() / 1e6);
        launches.terminate(List.of(one));
      }
    } finally {
      CroftProcess.purge(launcher, home);
    }
    double ours = new Spread(whole).median();
    double theirs = new Spread(crunAlone).median();
    report.atMost(
        "RunInstances call → systemd has booted, against crun's start → the same, medians",
        ours / theirs,
        text("%.2f × (%.0f ms of %.0f ms)", ours / theirs, ours, theirs),
        1.5,
        "1.5 ×");
    report.bars(
        "Until systemd has booted, ms",
        List.of("from RunInstances", "from crun's start"),
        List.of(ours, theirs));
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
