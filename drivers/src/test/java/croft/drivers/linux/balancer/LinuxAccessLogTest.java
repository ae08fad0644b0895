package croft.drivers.linux.balancer;

import static croft.drivers.linux.balancer.NamedServers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import croft.drivers.balancer.AccessLine;
import croft.drivers.balancer.AccessLogs;
import croft.drivers.balancer.BalancerCapability;
import croft.drivers.balancer.BalancerSpec;
import croft.drivers.balancer.BalancerSpec.Settings;
import croft.drivers.balancer.ListenerSpec;
import croft.drivers.balancer.ListenerSpec.Protocol;
import croft.drivers.balancer.ListenerSpec.TlsPolicy;
import croft.drivers.balancer.PoolSpec;
import croft.drivers.balancer.PoolSpec.Algorithm;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import croft.drivers.balancer.PoolSpec.Stickiness;
import croft.drivers.balancer.RuleAction;
import croft.drivers.balancer.RuleSpec;
import croft.drivers.balancer.RuleSpec.Condition;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real HAProxy tells of requests. */
class LinuxAccessLogTest {
  private static final String ADDRESS = "127.61.7.12";

  @TempDir private Path directory;
  private LinuxBalancerDriver driver;
  private final NamedServers servers = new NamedServers();
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void open() throws IOException {
    driver = new LinuxBalancerDriver(directory);
    assumeTrue(
        driver.capabilities().stream().allMatch(BalancerCapability::present),
        "HAProxy is missing: nothing tells of requests here");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    driver.removeAll();
    servers.close();
    client.close();
  }

  private BalancerSpec spec(Protocol protocol, boolean told, List<ServerSpec> members) {
    Settings usual = Settings.USUAL;
    RuleAction there = new RuleAction.Forward(List.of(new RuleAction.Share("g-1", 1)), 0);
    RuleAction nowhere = new RuleAction.Forward(List.of(new RuleAction.Share("g-2", 1)), 0);
    List<RuleSpec> rules =
        List.of(
            new RuleSpec(
                7,
                List.of(new Condition.PathPattern(List.of("/old*"))),
                new RuleAction.Redirect("https", "#{host}", "443", "/new", "", 301)),
            new RuleSpec(
                30,
                List.of(new Condition.PathPattern(List.of("/fixed"))),
                new RuleAction.Fixed(503, "text/plain", "no")),
            new RuleSpec(40, List.of(new Condition.PathPattern(List.of("/none"))), nowhere));
    return new BalancerSpec(
        "test",
        List.of(ADDRESS),
        Optional.empty(),
        List.of(),
        new Settings(
            usual.idleTimeoutSeconds(),
            usual.forwardedFor(),
            usual.clientPort(),
            usual.preserveHost(),
            usual.dropInvalidHeaders(),
            told),
        List.of(
            new ListenerSpec(
                "l-1",
                port,
                protocol,
                List.of(),
                TlsPolicy.USUAL,
                protocol.http() ? rules : List.of(),
                there)),
        List.of(pool("g-1", protocol, members), pool("g-2", protocol, List.of())));
  }

  private static PoolSpec pool(String id, Protocol protocol, List<ServerSpec> members) {
    return new PoolSpec(
        id,
        protocol,
        false,
        Algorithm.ROUND_ROBIN,
        new Stickiness.None(),
        true,
        0,
        0,
        Optional.empty(),
        members);
  }

  private int get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + ADDRESS + ":" + port + path))
            .timeout(Duration.ofSeconds(5));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  /** On a connection of its own. */
  private void getOnce(String path) throws Exception {
    try (HttpClient once = HttpClient.newHttpClient()) {
      once.send(
          HttpRequest.newBuilder(URI.create("http://" + ADDRESS + ":" + port + path)).build(),
          BodyHandlers.discarding());
    }
  }

  private List<AccessLine> lines(int count) {
    List<AccessLine> all = new ArrayList<>();
    await(
        count + " lines",
        () -> {
          AccessLogs.Piece piece = driver.accessLogs().read("test", 0, 1 << 20);
          all.clear();
          all.addAll(piece.lines());
          assertThat(piece.unread()).isZero();
          return all.size() >= count;
        });
    assertThat(all).hasSize(count);
    return all;
  }

  @Test
  void tellsWhoAnsweredAndByWhichRule() throws Exception {
    HttpServer server = servers.server("a");
    driver.ensure(spec(Protocol.HTTP, true, List.of(NamedServers.of(server, ""))));
    Instant before = Instant.now().minusMillis(2);
    assertThat(get("/some?q=%22", "User-Agent", "a \"b\\c\td")).isEqualTo(200);
    assertThat(get("/old")).isEqualTo(301);
    assertThat(get("/fixed")).isEqualTo(503);
    assertThat(get("/none")).isEqualTo(503);
    List<AccessLine> lines = lines(4);

    AccessLine first = lines.getFirst();
    assertThat(first.began()).isBetween(before, Instant.now());
    assertThat(first.server()).isEqualTo("127.0.0.1:" + server.getAddress().getPort());
    assertThat(first.pool()).isEqualTo("g-1");
    assertThat(first.destination()).isEqualTo(ADDRESS + ":" + port);
    assertThat(first.times().response()).isNotNegative();
    assertThat(first.sentBytes()).isPositive();
    AccessLine.Request request = first.request().orElseThrow();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.uri()).isEqualTo("/some?q=%22");
    assertThat(request.host()).isEqualTo(ADDRESS);
    assertThat(request.agent()).isEqualTo("a \"b\\c\td");
    assertThat(request.trace()).startsWith("Root=1-");
    assertThat(request.answer()).isEqualTo(new AccessLine.Answer(0, 200, false, ""));

    assertThat(lines.stream().map(line -> line.request().orElseThrow().answer()).skip(1))
        .containsExactly(
            new AccessLine.Answer(7, 0, false, "https://" + ADDRESS + ":443/new"),
            new AccessLine.Answer(30, 0, false, ""),
            new AccessLine.Answer(40, 0, true, ""));
    assertThat(lines.stream().skip(1)).allMatch(line -> line.pool().isEmpty());
  }

  @Test
  void tellsOfConnections() throws Exception {
    HttpServer server = servers.server("a");
    driver.ensure(spec(Protocol.TCP, true, List.of(NamedServers.of(server, ""))));
    getOnce("/x");
    AccessLine line = lines(1).getFirst();
    assertThat(line.request()).isEmpty();
    assertThat(line.tls()).isEmpty();
    assertThat(line.pool()).isEqualTo("g-1");
    assertThat(line.receivedBytes()).isPositive();
  }

  @Test
  void nothingIsLostWhenProcessesChangeAndOutliveTheirDriver() throws Exception {
    HttpServer server = servers.server("a");
    driver.ensure(spec(Protocol.HTTP, true, List.of(NamedServers.of(server, ""))));
    get("/1");
    long middle = end(1);
    driver.accessLogs().letGo("test", middle);
    driver.ensure(spec(Protocol.HTTP, false, List.of(NamedServers.of(server, ""))));
    getOnce("/untold");
    driver = new LinuxBalancerDriver(directory);
    HttpServer other = servers.server("b");
    driver.ensure(
        spec(
            Protocol.HTTP, true, List.of(NamedServers.of(server, ""), NamedServers.of(other, ""))));
    for (int i : IntStream.range(0, 20).toArray()) {
      get("/" + i);
    }
    driver.remove("test");
    assertThat(driver.balancers()).isEmpty();
    assertThat(driver.accessLogs().ids()).containsExactly("test");
    assertThat(driver.accessLogs().read("test", middle, 1 << 20).lines())
        .extracting(line -> line.request().orElseThrow().uri())
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "/" + i).toList());
    assertThat(driver.accessLogs().read("test", 0, 1 << 20).unread())
        .as("the hole reads as nothing")
        .isZero();
  }

  private long end(int count) {
    lines(count);
    return driver.accessLogs().end("test");
  }

  @Test
  void linesThatWereCutAreLeftOut() throws Exception {
    HttpServer server = servers.server("a");
    driver.ensure(spec(Protocol.HTTP, true, List.of(NamedServers.of(server, ""))));
    get("/whole");
    lines(1);
    Path file = directory.resolve(".access").resolve("test");
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, 40) + whole + whole.substring(0, 60) + "\nopen end");
    AccessLogs.Piece piece = driver.accessLogs().read("test", 0, 1 << 20);
    assertThat(piece.lines()).hasSize(1);
    assertThat(piece.unread()).isEqualTo(1);
    assertThat(piece.next()).isEqualTo(Files.size(file) - "open end".length());
  }
}
