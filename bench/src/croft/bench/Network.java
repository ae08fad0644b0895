package croft.bench;

import croft.drivers.linux.network.LinuxNetworkConfig;
import croft.drivers.linux.network.LinuxNetworkDriver;
import croft.drivers.network.FirewallGroup;
import croft.drivers.network.FirewallRule;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.InterfaceHandle;
import croft.drivers.network.InterfaceSpec;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.MacAddress;
import croft.drivers.network.NetworkDriver;
import croft.drivers.network.NetworkSpec;
import croft.drivers.network.Peer;
import croft.drivers.network.SubnetSpec;
import croft.drivers.network.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network driver alone, in a host namespace of its own: how soon a change of a group holds for a
 * thousand members, what the next interface costs, and packets between two instances against a bare
 * veth pair, by iperf3.
 */
final class Network {
  private static final int MEMBERS = 1000;
  private static final int FEW = 20;
  private static final int CHANGES = 7;
  private static final int TURNS = 9;
  private static final int TURN_SECONDS = 1;
  private static final String HOST = "croft-bench-host";
  private static final String BARE_ONE = "croft-bench-one";
  private static final String BARE_TWO = "croft-bench-two";
  private static final String NETWORK = "vpc-bench";
  private static final Pattern RECEIVED =
      Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.e+]+)");

  private final Report report;

  Network(Report report) {
    this.report = report;
  }

  void measure(Path home) throws Exception {
    run("ip", "netns", "add", HOST);
    LinuxNetworkConfig config =
        LinuxNetworkConfig.in(home.resolve("network")).withHostNamespace(Path.of("/run/netns", HOST));
    try (NetworkDriver driver = new LinuxNetworkDriver(config, new Random(1))) {
      try {
        driver.ensureNetwork(
            NetworkSpec.open(
                NETWORK,
                List.of(Ipv4Cidr.parse("10.0.0.0/16")),
                List.of(SubnetSpec.open("subnet-bench", Ipv4Cidr.parse("10.0.0.0/20"))),
                false));
        throughput(driver);
        members(driver);
      } finally {
        driver.removeAll();
      }
    } finally {
      run("ip", "netns", "delete", HOST);
    }
  }

  private static InterfaceSpec nic(int number) {
    Ipv4Address address = Ipv4Cidr.parse("10.0.0.0/20").at(10 + number);
    MacAddress mac = new MacAddress("02:00:00:00:%02x:%02x".formatted(number >> 8, number & 255));
    String id = "eni-" + number;
    return new InterfaceSpec(
        id, NETWORK, "subnet-bench", List.of(address), mac, true, "i-" + number, 0);
  }

  private static FirewallSpec firewall(int members, int ports, int apart) {
    List<FirewallRule> ingress = new ArrayList<>();
    ingress.add(new FirewallRule(new Traffic.All(), new Peer.Group("sg-bench")));
    for (int port = 0; port < ports; port++) {
      ingress.add(
          new FirewallRule(
              new Traffic.Ports(Traffic.TCP, 8000 + port, 8000 + port), Peer.anywhere()));
    }
    List<FirewallRule> all = List.of(new FirewallRule(new Traffic.All(), Peer.anywhere()));
    Map<String, Set<String>> groups = new HashMap<>();
    for (int i = 0; i < members; i++) {
      groups.put("eni-" + i, Set.of(i == apart ? "sg-other" : "sg-bench"));
    }
    return new FirewallSpec(
        List.of(
            new FirewallGroup("sg-bench", ingress, all), new FirewallGroup("sg-other", all, all)),
        groups,
        Map.of(),
        Map.of());
  }

  private void members(NetworkDriver driver) {
    driver.applyFirewall(NETWORK, firewall(MEMBERS, 1, -1));
    double[] costs = new double[MEMBERS];
    for (int i = 2; i < MEMBERS; i++) {
      long start = System.nanoTime();
      driver.attach(nic(i));
      costs[i] = milliseconds(start);
    }
    double few = median(Arrays.copyOfRange(costs, 2 + FEW, 2 + 2 * FEW));
    double many = median(Arrays.copyOfRange(costs, MEMBERS - FEW, MEMBERS));
    report.atMost(
        "Attaching an interface, with 1,000 there against with 30",
        many / few,
        text("%.2f times (%.1f ms, %.1f ms)", many / few, many, few),
        1.5,
        "1.5 times");
    double[] rules = new double[CHANGES];
    double[] moves = new double[CHANGES];
    for (int i = 0; i < CHANGES; i++) {
      FirewallSpec wider = firewall(MEMBERS, 2 + i, -1);
      long start = System.nanoTime();
      driver.applyFirewall(NETWORK, wider);
      rules[i] = milliseconds(start);
      FirewallSpec moved = firewall(MEMBERS, 2 + i, i);
      start = System.nanoTime();
      driver.applyFirewall(NETWORK, moved);
      moves[i] = milliseconds(start);
    }
    within("A rule added to a group of 1,000 interfaces", median(rules));
    within("A member of 1,000 moved to another group", median(moves));
  }

  private void within(String what, double value) {
    report.atMost(what, value, text("%.1f ms", value), 200, "200 ms");
  }

  private void throughput(NetworkDriver driver) throws Exception {
    if (!installed("iperf3")) {
      report.note("Packets between two instances", "not measured: no iperf3");
      return;
    }
    InterfaceHandle one = driver.attach(nic(0));
    InterfaceHandle two = driver.attach(nic(1));
    driver.applyFirewall(NETWORK, firewall(2, 1, -1));
    run("ip", "netns", "add", BARE_ONE);
    run("ip", "netns", "add", BARE_TWO);
    try {
      run("ip", "link", "add", "one", "netns", BARE_ONE, "type", "veth", "peer", "two", "netns", BARE_TWO);
      run("ip", "-n", BARE_ONE, "address", "add", "192.0.2.1/24", "dev", "one");
      run("ip", "-n", BARE_TWO, "address", "add", "192.0.2.2/24", "dev", "two");
      run("ip", "-n", BARE_ONE, "link", "set", "one", "up");
      run("ip", "-n", BARE_TWO, "link", "set", "two", "up");
      Path bareOne = Path.of("/run/netns", BARE_ONE);
      Path bareTwo = Path.of("/run/netns", BARE_TWO);
      String address = two.spec().privateAddress().toString();
      double[] ours = new double[TURNS];
      double[] bare = new double[TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        bare[turn] = bitsPerSecond(bareOne, bareTwo, "192.0.2.2");
        ours[turn] = bitsPerSecond(one.namespacePath(), two.namespacePath(), address);
      }
      double ratio = median(ours) / median(bare);
      report.atLeast(
          "TCP between two instances against a bare veth pair",
          ratio,
          text("%.2f times (%.1f, %.1f Gbit/s)", ratio, median(ours) / 1e9, median(bare) / 1e9),
          0.9,
          "0.9 times");
    } finally {
      run("ip", "netns", "delete", BARE_ONE);
      run("ip", "netns", "delete", BARE_TWO);
    }
  }

  private static double bitsPerSecond(Path from, Path to, String address) throws Exception {
    Process server =
        new ProcessBuilder("nsenter", "--net=" + to, "iperf3", "-s", "-1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      for (int attempt = 0; attempt < 50; attempt++) {
        String output =
            output(
                "nsenter", "--net=" + from, "iperf3", "-J", "-t", "" + TURN_SECONDS, "-c", address);
        Matcher received = RECEIVED.matcher(output);
        if (received.find()) {
          return Double.parseDouble(received.group(1));
        }
        // Its server does not listen yet.
        TimeUnit.MILLISECONDS.sleep(50);
      }
      throw new IOException("iperf3 says nothing of " + address);
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static boolean installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }

  private static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }

  private static double milliseconds(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
