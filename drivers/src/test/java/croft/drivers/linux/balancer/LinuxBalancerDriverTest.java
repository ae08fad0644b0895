package croft.drivers.linux.balancer;

import static croft.drivers.linux.balancer.NamedServers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import croft.drivers.balancer.BalancerCapability;
import croft.drivers.balancer.BalancerException;
import croft.drivers.balancer.BalancerSpec;
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
import croft.drivers.balancer.RuleSpec;
import croft.drivers.balancer.RuleSpec.Condition;
import croft.drivers.balancer.ServerReading;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real HAProxies and real servers, all on this machine's loopback. */
class LinuxBalancerDriverTest {
  private static final String ADDRESS = "127.61.7.9";
  private static final Settings SETTINGS = Settings.USUAL;

  private LinuxBalancerDriver driver;
  private final NamedServers servers = new NamedServers();
  private final HttpClient client = HttpClient.newHttpClient();
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
    client.close();
  }

  private HttpServer server(String name) throws IOException {
    return servers.server(name);
  }

  private static ServerSpec of(HttpServer server) {
    return NamedServers.of(server, "");
  }

  private static PoolSpec pool(String id, List<ServerSpec> members) {
    return new PoolSpec(
        id,
        Protocol.HTTP,
        false,
        Algorithm.ROUND_ROBIN,
        new Stickiness.None(),
        true,
        0,
        0,
        Optional.of(new HealthCheck(Protocol.HTTP, 0, "/health", "200", 1, 1, 2, 2)),
        members);
  }

  private static RuleAction to(String pool) {
    return new RuleAction.Forward(List.of(new RuleAction.Share(pool, 1)), 0);
  }

  private BalancerSpec spec(List<RuleSpec> rules, PoolSpec... pools) {
    return new BalancerSpec(
        "test",
        List.of(ADDRESS),
        Optional.empty(),
        List.of(),
        SETTINGS,
        List.of(
            new ListenerSpec(
                "l1", port, Protocol.HTTP, List.of(), TlsPolicy.USUAL, rules, to(pools[0].id()))),
        List.of(pools));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + ADDRESS + ":" + port + path))
            .timeout(Duration.ofSeconds(5));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private long up() {
    return driver.servers("test").stream().filter(s -> s.state() == ServerReading.State.UP).count();
  }

  private Set<String> names(int requests) throws Exception {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < requests; i++) {
      HttpResponse<String> answer = get("/");
      assertThat(answer.statusCode()).isEqualTo(200);
      names.add(answer.body().split(" ", -1)[0]);
    }
    return names;
  }

  @Test
  void spreadsRequestsAndLeavesOutWhatIsUnwell() throws Exception {
    AtomicBoolean well = new AtomicBoolean(true);
    BalancerSpec spec =
        spec(List.of(), pool("p", List.of(of(server("a")), of(servers.server("b", well)))));
    assertThat(driver.ensure(spec).unavailable()).isEmpty();
    await("both up", () -> up() == 2);
    assertThat(names(10)).containsExactlyInAnyOrder("a", "b");
    assertThat(get("/x?y").body()).contains("/x?y 127.0.0.1");
    well.set(false);
    await("one down", () -> up() == 1);
    assertThat(names(10)).containsExactly("a");
    assertThat(driver.servers("test"))
        .anySatisfy(s -> {
          assertThat(s.lastCheck()).isEqualTo(ServerReading.Check.WRONG_ANSWER);
          assertThat(s.code()).isEqualTo(500);
        });
    well.set(true);
    await("both up again", () -> up() == 2);
    assertThat(driver.ensure(spec).unavailable()).isEmpty();
    assertThat(driver.traffic("test"))
        .anySatisfy(t -> assertThat(t.count("hrsp_2xx")).isGreaterThan(20));
  }

  @Test
  void firstRuleThatFitsActs() throws Exception {
    PoolSpec first = pool("p", List.of(of(server("a"))));
    PoolSpec second = pool("q", List.of(of(server("b"))));
    PoolSpec nobody = pool("n", List.of());
    driver.ensure(
        spec(
            List.of(
                new RuleSpec(
                    10,
                    List.of(
                        new Condition.Host(List.of("*.example.com")),
                        new Condition.PathPattern(List.of("/b/*"))),
                    to("q")),
                new RuleSpec(
                    20,
                    List.of(new Condition.PathPattern(List.of("/b/*"))),
                    new RuleAction.Fixed(418, "text/plain", "tea $x \"100%\"\n")),
                new RuleSpec(
                    30,
                    List.of(new Condition.Query(List.of(new RuleSpec.Pair("v", "2*")))),
                    to("q")),
                new RuleSpec(40, List.of(new Condition.Header("x-which", List.of("b?"))), to("q")),
                new RuleSpec(50, List.of(new Condition.PathPattern(List.of("/none"))), to("n")),
                new RuleSpec(
                    60,
                    List.of(new Condition.PathPattern(List.of("/old/*"))),
                    new RuleAction.Redirect(
                        "HTTPS", "#{host}", "443", "/new/#{path}", "#{query}", 301))),
            first,
            second,
            nobody));
    await("all up", () -> up() == 2);
    assertThat(get("/").body()).startsWith("a ");
    HttpResponse<String> fixed = get("/b/1");
    assertThat(fixed.statusCode()).isEqualTo(418);
    assertThat(fixed.body()).isEqualTo("tea $x \"100%\"\n");
    assertThat(get("/?u=1&v=23").body()).startsWith("b ");
    assertThat(get("/", "X-Which", "BX").body()).startsWith("b ");
    assertThat(get("/none").statusCode()).isEqualTo(503);
    HttpResponse<String> moved = get("/old/a?b=c");
    assertThat(moved.statusCode()).isEqualTo(301);
    assertThat(moved.headers().firstValue("location"))
        .hasValue("HTTPS://" + ADDRESS + ":443/new/old/a?b=c");
  }

  @Test
  void replacesAllServersUnderLoadWithoutAnError() throws Exception {
    List<HttpServer> old = List.of(server("a"), server("b"));
    driver.ensure(spec(List.of(), pool("p", old.stream().map(s -> of(s)).toList())));
    await("up", () -> up() == 2);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger answers = new AtomicInteger();
    List<String> errors = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> load = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      load.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!done.get()) {
                  try {
                    int status = get("/").statusCode();
                    if (status != 200) {
                      errors.add("status " + status);
                    }
                    answers.incrementAndGet();
                  } catch (Exception e) {
                    errors.add(e.toString());
                  }
                }
              }));
    }
    List<HttpServer> fresh = List.of(server("c"), server("d"));
    List<ServerSpec> all = new ArrayList<>(fresh.stream().map(s -> of(s)).toList());
    all.addAll(old.stream().map(s -> of(s)).toList());
    driver.ensure(spec(List.of(), pool("p", all)));
    await("new ones up", () -> up() == 4);
    List<ServerSpec> draining = new ArrayList<>(all.subList(0, 2));
    all.subList(2, 4)
        .forEach(s -> draining.add(new ServerSpec(s.id(), s.address(), s.port(), "", false)));
    driver.ensure(spec(List.of(), pool("p", draining)));
    await("old ones out", () -> up() == 2);
    await(
        "old ones idle",
        () ->
            driver.servers("test").stream()
                .filter(s -> s.state() == ServerReading.State.DISABLED)
                .allMatch(s -> s.sessions() == 0));
    driver.ensure(spec(List.of(), pool("p", draining.subList(0, 2))));
    old.forEach(s -> s.stop(0));
    int before = answers.get();
    await("more answers", () -> answers.get() > before + 100);
    done.set(true);
    for (Thread thread : load) {
      thread.join();
    }
    assertThat(errors).isEmpty();
    assertThat(names(6)).containsExactlyInAnyOrder("c", "d");
  }

  @Test
  void outlivesTheDriverAndIsBegunAgainWhenKilled(@TempDir Path directory) throws Exception {
    LinuxBalancerDriver first = new LinuxBalancerDriver(directory);
    BalancerSpec spec = spec(List.of(), pool("p", List.of(of(server("a")))));
    first.ensure(spec);
    LinuxBalancerDriver second = new LinuxBalancerDriver(directory);
    try {
      assertThat(second.balancers()).containsExactly("test");
      String pid = Files.readString(directory.resolve("test/pid")).strip();
      second.ensure(spec);
      assertThat(Files.readString(directory.resolve("test/pid")).strip()).isEqualTo(pid);
      ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
      await("dead", () -> ProcessHandle.of(Long.parseLong(pid)).filter(p -> p.isAlive()).isEmpty());
      second.ensure(spec);
      assertThat(get("/").statusCode()).isEqualTo(200);
      assertThat(Files.getPosixFilePermissions(directory.resolve("test/haproxy.cfg"))).hasSize(2);
    } finally {
      second.removeAll();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void tellsOfAPortThatIsTakenAndOfAConfigurationThatCannotBe() throws Exception {
    HttpServer taker = server("taken");
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(ADDRESS, port));
      assertThat(driver.ensure(spec(List.of(), pool("p", List.of(of(taker))))).unavailable())
          .singleElement()
          .asString()
          .startsWith(ADDRESS + ":" + port + ": ");
    }
    driver.ensure(spec(List.of(), pool("p", List.of(of(taker)))));
    assertThat(get("/").statusCode()).isEqualTo(200);
    BalancerSpec wrong =
        spec(
            List.of(
                new RuleSpec(70, List.of(new Condition.Source(List.of("not-a-block"))), to("p"))),
            pool("p", List.of(of(taker))));
    assertThatThrownBy(() -> driver.ensure(wrong))
        .isInstanceOf(BalancerException.class)
        .hasMessageContaining("HAProxy refuses the configuration");
    assertThat(get("/").statusCode()).isEqualTo(200);
  }
}
