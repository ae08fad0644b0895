package croft.services.route53;

import static croft.services.route53.Route53Fixture.change;
import static croft.services.route53.Route53Fixture.records;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import croft.api.route53.CreateHealthCheckRequest;
import croft.api.route53.DeleteHealthCheckRequest;
import croft.api.route53.GetHealthCheckLastFailureReasonRequest;
import croft.api.route53.GetHealthCheckStatusRequest;
import croft.api.route53.HealthCheckConfig;
import croft.api.route53.Route53Model;
import croft.api.route53.UpdateHealthCheckRequest;
import croft.base.ServiceError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {
  @TempDir Path directory;
  private Route53Fixture fixture;
  private HttpServer server;
  private int references;
  private final AtomicInteger status = new AtomicInteger(200);

  @BeforeEach
  void open() throws IOException {
    fixture = new Route53Fixture(directory);
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "all is well".getBytes(UTF_8);
          exchange.sendResponseHeaders(status.get(), 0);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    fixture.close();
  }

  private HealthCheckConfig.Builder http() {
    return HealthCheckConfig.builder()
        .type("HTTP")
        .fullyQualifiedDomainName("web.example.com")
        .port(server.getAddress().getPort())
        .requestInterval(10)
        .failureThreshold(2);
  }

  private String create(HealthCheckConfig.Builder config) {
    var made =
        fixture.ask(
            Route53Model.CREATE_HEALTH_CHECK,
            CreateHealthCheckRequest.builder()
                .callerReference("check-" + references++)
                .healthCheckConfig(config.build())
                .build());
    return Objects.requireNonNull(Objects.requireNonNull(made.healthCheck()).id());
  }

  /** One look of every check that is due. */
  private void look() {
    fixture.watch.due().forEach(fixture.watch::reconcile);
    fixture.now = fixture.now.plusSeconds(10);
  }

  private String seen(String check) {
    return fixture
        .ask(
            Route53Model.GET_HEALTH_CHECK_STATUS,
            GetHealthCheckStatusRequest.builder().healthCheckId(check).build())
        .healthCheckObservationsOrEmpty()
        .toString();
  }

  @Test
  void aStateTurnsAfterAsManyLooksAsTheThreshold() {
    String check = create(http());
    assertThat(fixture.healths.isHealthy(check)).isTrue();
    look();
    assertThat(seen(check)).contains("Success: HTTP Status Code 200");
    status.set(503);
    look();
    assertThat(fixture.healths.isHealthy(check)).isTrue();
    look();
    assertThat(fixture.healths.isHealthy(check)).isFalse();
    assertThat(seen(check)).contains("Failure: HTTP Status Code 503");
    status.set(200);
    look();
    assertThat(fixture.healths.isHealthy(check)).isFalse();
    look();
    assertThat(fixture.healths.isHealthy(check)).isTrue();
    var reason =
        fixture.ask(
            Route53Model.GET_HEALTH_CHECK_LAST_FAILURE_REASON,
            GetHealthCheckLastFailureReasonRequest.builder().healthCheckId(check).build());
    assertThat(reason.healthCheckObservationsOrEmpty().toString()).contains("503");
  }

  @Test
  void looksForTextAndForOpenPorts() {
    String found =
        create(http().type("HTTP_STR_MATCH").searchString("is well").failureThreshold(1));
    String missing =
        create(http().type("HTTP_STR_MATCH").searchString("broken").failureThreshold(1));
    String tcp = create(http().type("TCP").failureThreshold(1));
    String tls = create(http().type("HTTPS").failureThreshold(1));
    look();
    assertThat(fixture.healths.isHealthy(found)).isTrue();
    assertThat(fixture.healths.isHealthy(missing)).isFalse();
    assertThat(fixture.healths.isHealthy(tcp)).isTrue();
    assertThat(fixture.healths.isHealthy(tls)).isFalse();
    server.stop(0);
    look();
    assertThat(fixture.healths.isHealthy(tcp)).isFalse();
  }

  @Test
  void checksAreCountedInvertedAndDisabled() {
    String good = create(http().failureThreshold(1));
    String bad = create(http().type("HTTP_STR_MATCH").searchString("no").failureThreshold(1));
    HealthCheckConfig.Builder counted =
        HealthCheckConfig.builder().type("CALCULATED").childHealthChecks(List.of(good, bad));
    String one = create(counted.healthThreshold(1));
    String both = create(counted.healthThreshold(2).inverted(false));
    String inverted = create(http().failureThreshold(1).inverted(true));
    look();
    assertThat(fixture.healths.isHealthy(one)).isTrue();
    assertThat(fixture.healths.isHealthy(both)).isFalse();
    assertThat(fixture.healths.isHealthy(inverted)).isFalse();
    fixture.ask(
        Route53Model.UPDATE_HEALTH_CHECK,
        UpdateHealthCheckRequest.builder().healthCheckId(bad).disabled(true).build());
    assertThat(fixture.healths.isHealthy(both)).isTrue();
    assertThatThrownBy(() ->
            fixture.ask(
                Route53Model.DELETE_HEALTH_CHECK,
                DeleteHealthCheckRequest.builder().healthCheckId(good).build()))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("HealthCheckInUse"));
  }

  @Test
  void failoverFollowsHealthAndAServerStartedAgainAnswersTheSame() {
    String zone = fixture.zone("example.com");
    String check = create(http().failureThreshold(1));
    fixture.change(
        zone,
        change(
            "CREATE",
            records("www.example.com", "A", "192.0.2.1")
                .setIdentifier("one")
                .failover("PRIMARY")
                .healthCheckId(check)),
        change(
            "CREATE",
            records("www.example.com", "A", "192.0.2.2")
                .setIdentifier("two")
                .failover("SECONDARY")));
    assertThat(fixture.answer("www.example.com", "A")).containsExactly("192.0.2.1");
    status.set(500);
    look();
    assertThat(fixture.answer("www.example.com", "A")).containsExactly("192.0.2.2");
    fixture.close();
    fixture = new Route53Fixture(directory);
    assertThat(fixture.answer("www.example.com", "A")).containsExactly("192.0.2.2");
    status.set(200);
    look();
    assertThat(fixture.answer("www.example.com", "A")).containsExactly("192.0.2.1");
    assertThatThrownBy(() ->
            fixture.ask(
                Route53Model.DELETE_HEALTH_CHECK,
                DeleteHealthCheckRequest.builder().healthCheckId(check).build()))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("HealthCheckInUse"));
  }

  @Test
  void weightsAndMultivalueAnswersLeaveOutWhatIsUnhealthy() {
    String zone = fixture.zone("example.com");
    String bad = create(http().type("HTTP_STR_MATCH").searchString("no").failureThreshold(1));
    for (int n = 1; n <= 4; n++) {
      String check = n == 4 ? bad : null;
      fixture.change(
          zone,
          change(
              "CREATE",
              records("w.example.com", "A", "192.0.2." + n)
                  .setIdentifier("w" + n)
                  .weight((long) n - 1)
                  .healthCheckId(check)),
          change(
              "CREATE",
              records("m.example.com", "A", "192.0.2." + n)
                  .setIdentifier("m" + n)
                  .multiValueAnswer(true)
                  .healthCheckId(check)));
    }
    look();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      seen.merge(fixture.answer("w.example.com", "A").getFirst(), 1, Integer::sum);
    }
    assertThat(seen).containsOnlyKeys("192.0.2.2", "192.0.2.3");
    assertThat(seen.get("192.0.2.2")).isBetween(140, 260);
    assertThat(fixture.answer("m.example.com", "A"))
        .containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
  }

  @Test
  void refusesWhatItCannotLookAt() {
    assertThatThrownBy(() -> create(HealthCheckConfig.builder().type("CLOUDWATCH_METRIC")))
        .hasMessageContaining("CLOUDWATCH_METRIC");
    assertThatThrownBy(() -> create(http().ipAddress("127.0.0.1")))
        .hasMessageContaining("private, local or multicast");
    assertThatThrownBy(() -> create(http().requestInterval(20)))
        .hasMessageContaining("RequestInterval");
    assertThatThrownBy(() -> create(http().resourcePath("/a b"))).hasMessageContaining("printable");
    assertThatThrownBy(() -> create(HealthCheckConfig.builder().type("TCP").ipAddress("192.0.2.1")))
        .hasMessageContaining("Port");
    String check = create(http());
    assertThatThrownBy(() ->
            fixture.ask(
                Route53Model.UPDATE_HEALTH_CHECK,
                UpdateHealthCheckRequest.builder()
                    .healthCheckId(check)
                    .healthCheckVersion(7L)
                    .build()))
        .isInstanceOfSatisfying(
            ServiceError.class, e -> assertThat(e.code()).isEqualTo("HealthCheckVersionMismatch"));
  }
}
