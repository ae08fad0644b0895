package croft.drivers.linux.balancer;

import static croft.drivers.linux.balancer.NamedServers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.drivers.balancer.BalancerCapability;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerSpec.Node;
import croft.drivers.balancer.BalancerSpec.Settings;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.ListenerSpec.Protocol;
import croft.drivers.balancer.ListenerSpec.TlsPolicy;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.Algorithm;
import croft.drivers.balancer.PoolSpec.HealthCheck;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import croft.drivers.balancer.PoolSpec.Stickiness;
import croft.drivers.balancer.RuleAction;
import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.ServerReading.State;
import croft.drivers.balancer.TrafficReading;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that keep to their zones, over real HAProxies. */
class ZonePoolsTest {
  private static final String HOST = "127.61.8.9";
  private static final String EAST = "127.61.8.1";
  private static final String WEST = "127.61.8.2";
  private static final List<Node> NODES = List.of(new Node("east", EAST), new Node("west", WEST));

  private final NamedServers servers = new NamedServers();
  private LinuxBalancerDriver driver;
  private int port;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    driver = new LinuxBalancerDriver(directory);
    assumeTrue(
        driver.capabilities().stream().allMatch(BalancerCapability::present),
        "HAProxy is missing: nothing balances here");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    driver.removeAll();
    servers.close();
  }

  private void ensure(
      Protocol protocol, boolean crossZone, Stickiness stickiness, List<ServerSpec> members) {
    ensure(protocol, crossZone, stickiness, 0, members);
  }

  private void ensure(
      Protocol protocol,
      boolean crossZone,
      Stickiness stickiness,
      int slowStartSeconds,
      List<ServerSpec> members) {
    PoolSpec pool =
        new PoolSpec(
            "p",
            protocol,
            false,
            Algorithm.ROUND_ROBIN,
            stickiness,
            crossZone,
            slowStartSeconds,
            0,
            Optional.of(new HealthCheck(Protocol.HTTP, 0, "/health", "200", 1, 1, 2, 2)),
            members);
    RuleAction all = new RuleAction.Forward(List.of(new RuleAction.Share("p", 1)), 0);
    assertThat(
            driver
                .ensure(
                    new BalancerSpec(
                        "zones",
                        List.of(HOST),
                        Optional.empty(),
                        NODES,
                        Settings.USUAL,
                        List.of(
                            new ListenerSpec(
                                "l1", port, protocol, List.of(), TlsPolicy.USUAL, List.of(), all)),
                        List.of(pool)))
                .unavailable())
        .isEmpty();
  }

  private void ensure(Protocol protocol, boolean crossZone, ServerSpec... members) {
    ensure(protocol, crossZone, new Stickiness.None(), List.of(members));
  }

  private HttpURLConnection connect(String address) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + address + ":" + port + "/").toURL().openConnection();
    // Each request is a connection of its own: it is connections that are told apart.
    connection.setRequestProperty("Connection", "close");
    return connection;
  }

  private String ask(String address) {
    try (var body = connect(address).getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8).split(" ", -1)[0];
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often each server answers. */
  private Map<String, Long> answers(String address, int requests) {
    return IntStream.range(0, requests)
        .mapToObj(i -> ask(address))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private void awaitUp(int count) {
    await(
        count + " up",
        () -> driver.servers("zones").stream().filter(s -> s.state() == State.UP).count() == count);
  }

  @Test
  void nodesTakeServersOfTheirZoneOnlyUnlessZonesAreCrossed() throws Exception {
    ServerSpec a = NamedServers.of(servers.server("a"), "east");
    ServerSpec b = NamedServers.of(servers.server("b"), "west");
    ServerSpec c = NamedServers.of(servers.server("c"), "west");
    ServerSpec everywhere = NamedServers.of(servers.server("every"), "");
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.HTTP)) {
      ensure(protocol, false, a, b, c);
      awaitUp(3);
      assertThat(answers(EAST, 8)).containsExactly(Map.entry("a", 8L));
      assertThat(answers(WEST, 8)).containsOnly(Map.entry("b", 4L), Map.entry("c", 4L));
      ensure(protocol, true, a, b, c);
      assertThat(answers(EAST, 9).keySet()).containsExactlyInAnyOrder("a", "b", "c");
      ensure(protocol, false, a, b, everywhere);
      awaitUp(3);
      assertThat(answers(EAST, 8).keySet()).containsExactlyInAnyOrder("a", "every");
      assertThat(answers(WEST, 8).keySet()).containsExactlyInAnyOrder("b", "every");
    }
  }

  @Test
  void whoComesByTheHostIsSentToANodeThatIsWell() throws Exception {
    AtomicBoolean well = new AtomicBoolean(true);
    ServerSpec a = NamedServers.of(servers.server("a", well), "east");
    ServerSpec b = NamedServers.of(servers.server("b"), "west");
    ServerSpec c = NamedServers.of(servers.server("c"), "west");
    ensure(Protocol.TCP, false, a, b, c);
    awaitUp(3);
    Map<String, Long> seen = answers(HOST, 200);
    // A node's turn is half of all, however many servers its zone has.
    assertThat(seen.get("a")).isBetween(60L, 140L);
    assertThat(seen.keySet()).containsExactlyInAnyOrder("a", "b", "c");
    well.set(false);
    awaitUp(2);
    assertThat(answers(HOST, 20).keySet()).containsExactlyInAnyOrder("b", "c");
    // Who asks the node all the same gets what there is.
    assertThat(answers(EAST, 4)).containsExactly(Map.entry("a", 4L));
  }

  @Test
  void aZoneWithoutServersAnswersNobody() throws Exception {
    ServerSpec a = NamedServers.of(servers.server("a"), "east");
    ensure(Protocol.TCP, false, a);
    awaitUp(1);
    assertThat(answers(HOST, 10)).containsExactly(Map.entry("a", 10L));
    assertThatThrownBy(() -> connect(WEST).getResponseCode()).isInstanceOf(IOException.class);
    ensure(Protocol.HTTP, false, a);
    awaitUp(1);
    assertThat(answers(HOST, 10)).containsExactly(Map.entry("a", 10L));
    assertThat(connect(WEST).getResponseCode()).isEqualTo(503);
  }

  @Test
  void aNewServerPassesALookBeforeItsZoneGetsIt() throws Exception {
    ServerSpec a = NamedServers.of(servers.server("a"), "east");
    ServerSpec sick = NamedServers.of(servers.server("sick", new AtomicBoolean()), "east");
    ensure(Protocol.TCP, false, a);
    awaitUp(1);
    ensure(Protocol.TCP, false, a, sick);
    assertThat(answers(EAST, 60)).containsExactly(Map.entry("a", 60L));
  }

  @Test
  void aSlowStartGoesOnWhenTheProcessIsExchanged() throws Exception {
    ServerSpec a = NamedServers.of(servers.server("a"), "east");
    ServerSpec b = NamedServers.of(servers.server("b"), "east");
    ServerSpec c = NamedServers.of(servers.server("c"), "west");
    for (boolean crossZone : List.of(true, false)) {
      Stickiness none = new Stickiness.None();
      ensure(Protocol.TCP, crossZone, none, 0, List.of(a));
      awaitUp(1);
      ensure(Protocol.TCP, crossZone, none, 60, List.of(a, b));
      awaitUp(2);
      ensure(Protocol.TCP, crossZone, none, 60, List.of(a, b, c));
      assertThat(driver.servers("zones"))
          .filteredOn(s -> s.serverId().equals(b.id()))
          .allMatch(s -> s.state() == State.UP);
      assertThat(answers(EAST, 40).getOrDefault("b", 0L)).isLessThan(10);
    }
  }

  @Test
  void aClientWithACookieGoesToTheZoneOfItsServer() throws Exception {
    ServerSpec a = NamedServers.of(servers.server("a"), "east");
    ServerSpec b = NamedServers.of(servers.server("b"), "west");
    ensure(Protocol.HTTP, false, new Stickiness.OwnCookie("JAR", 60), List.of(a, b));
    awaitUp(2);
    String cookie = connect(WEST).getHeaderField("Set-Cookie").split(";", -1)[0];
    for (int i = 0; i < 12; i++) {
      HttpURLConnection again = connect(HOST);
      again.setRequestProperty("Cookie", cookie);
      try (var body = again.getInputStream()) {
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).startsWith("b ");
      }
    }
  }

  @Test
  void serversOfZonesAreOneOutside() throws Exception {
    ServerSpec a = NamedServers.of(servers.server("a"), "east");
    ServerSpec b = NamedServers.of(servers.server("b"), "west");
    ensure(Protocol.HTTP, false, a, b);
    awaitUp(2);
    assertThat(driver.servers("zones")).extracting(ServerReading::poolId).containsOnly("p");
    answers(EAST, 5);
    answers(WEST, 3);
    assertThat(counted(TrafficReading.Kind.POOL, "p")).isEqualTo(8);
    assertThat(counted(TrafficReading.Kind.SERVER, "p/" + a.id())).isEqualTo(5);
    assertThat(counted(TrafficReading.Kind.SERVER, "p/" + b.id())).isEqualTo(3);
    // One that leaves and comes back begins to count anew; the other goes on.
    ensure(Protocol.HTTP, false, b);
    assertThat(driver.traffic("zones")).noneMatch(t -> t.id().equals("p/" + a.id()));
    ensure(Protocol.HTTP, false, a, b);
    awaitUp(2);
    answers(EAST, 2);
    assertThat(counted(TrafficReading.Kind.SERVER, "p/" + a.id())).isEqualTo(2);
    assertThat(counted(TrafficReading.Kind.SERVER, "p/" + b.id())).isEqualTo(3);
    // Out of traffic means in its zone too.
    ServerSpec out = new ServerSpec(b.id(), b.address(), b.port(), b.zone(), false);
    ensure(Protocol.HTTP, false, a, out);
    awaitUp(1);
    assertThat(answers(HOST, 10)).containsExactly(Map.entry("a", 10L));
  }

  private long counted(TrafficReading.Kind kind, String id) {
    return driver.traffic("zones").stream()
        .filter(t -> t.kind() == kind && t.id().equals(id))
        .mapToLong(t -> t.count("stot"))
        .sum();
  }
}
