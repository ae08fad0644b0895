package croft.services.elasticloadbalancingv2.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.balancer.AccessLine;
import croft.drivers.balancer.AccessLine.Answer;
import croft.drivers.balancer.AccessLine.Bodies;
import croft.drivers.balancer.AccessLine.Request;
import croft.drivers.balancer.AccessLine.Times;
import croft.drivers.balancer.AccessLine.Tls;
import croft.services.elasticloadbalancingv2.accesslog.LogPlan.Form;
import croft.services.elasticloadbalancingv2.loadbalancer.LogBuckets.Writer;
import croft.services.elasticloadbalancingv2.loadbalancer.LogPlace;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines and names of files, letter by letter as AWS's pages show them. */
final class LogTextTest {
  private static final String GROUP =
      "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067";
  private static final String CERTIFICATE =
      "arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234-1234-1234-123456789012";
  private static final Instant BEGAN = Instant.parse("2018-07-02T22:22:48.364Z");
  private static final Tls SECURE =
      new Tls("TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", "www.example.com", false, "c1");

  static LogPlan plan(Form form) {
    boolean network = form == Form.NETWORK;
    String resource =
        switch (form) {
          case APPLICATION -> "app/my-loadbalancer/50dc6c495c0c9188";
          case NETWORK -> "net/my-network-loadbalancer/c6e77e28c25b2234";
          case CLASSIC -> "my-loadbalancer";
        };
    return new LogPlan(
        form,
        new Writer(network, "123456789012/us-east-2", "arn:aws:elasticloadbalancing:::" + resource),
        new LogPlace("logs", "my/prefix"),
        resource,
        form == Form.CLASSIC ? 60 : 5,
        "172.160.1.192",
        Map.of("g-1", GROUP, "l-1/c1", CERTIFICATE));
  }

  private static AccessLine line(
      String server, String pool, Optional<Tls> tls, Optional<Request> request) {
    return new AccessLine(
        BEGAN,
        "l-1",
        "192.168.131.39:2817",
        "10.0.0.9:443",
        server,
        pool,
        new Times(4, 1, 85, 48, 171),
        34,
        366,
        tls,
        request);
  }

  private static Request request(int status, Answer answer) {
    return new Request(
        status,
        "GET",
        "/a?b=\"",
        "HTTP/1.1",
        "www.example.com",
        "curl/7.46.0",
        "Root=1-58337281-1d84f3d73c47ec4e58577259",
        answer,
        new Bodies(-1, 29));
  }

  private static String written(Form form, AccessLine line) {
    return new LogText(plan(form)).of(line).orElseThrow();
  }

  @Test
  void requestsToTargets() {
    AccessLine plain =
        line(
            "10.0.0.1:80",
            "g-1",
            Optional.empty(),
            Optional.of(request(200, new Answer(0, 200, false, ""))));
    assertThat(written(Form.APPLICATION, plain))
        .isEqualTo(
            "http 2018-07-02T22:22:48.535000Z app/my-loadbalancer/50dc6c495c0c9188"
                + " 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 34 366"
                + " \"GET http://www.example.com:443/a?b=\\x22 HTTP/1.1\" \"curl/7.46.0\" - - "
                + GROUP
                + " \"Root=1-58337281-1d84f3d73c47ec4e58577259\" \"-\" \"-\" 0"
                + " 2018-07-02T22:22:48.364000Z \"forward\" \"-\" \"-\" \"10.0.0.1:80\" \"200\""
                + " \"-\" \"-\" -");
  }

  @Test
  void requestsUnderTlsAreTypedByTheirProtocol() {
    Answer answer = new Answer(7, 200, false, "");
    AccessLine secure =
        line("10.0.0.1:80", "g-1", Optional.of(SECURE), Optional.of(request(200, answer)));
    assertThat(written(Form.APPLICATION, secure))
        .startsWith("https ")
        .contains("\"GET https://www.example.com:443/a?b=\\x22 HTTP/1.1\"")
        .contains(
            " ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 " + GROUP + " \"Root=1-5833",
            "\"www.example.com\" \"" + CERTIFICATE + "\" 7 ");
    AccessLine upgraded =
        line("10.0.0.1:80", "g-1", Optional.empty(), Optional.of(request(101, answer)));
    assertThat(written(Form.APPLICATION, upgraded)).startsWith("ws ");
  }

  @Test
  void answersOfTheBalancersOwn() {
    assertThat(own(new Answer(3, 0, false, "https://x/")))
        .contains(" 192.168.131.39:2817 - -1 -1 -1 302 - ")
        .endsWith("\"redirect\" \"https://x/\" \"-\" \"-\" \"-\" \"-\" \"-\" -");
    assertThat(own(new Answer(3, 0, false, ""))).contains("\"fixed-response\" \"-\"");
    assertThat(own(new Answer(3, 0, true, ""))).contains("\"forward\" \"-\"");
    assertThat(own(new Answer(-1, 0, false, ""))).contains(" -1 2018-", "\"-\" \"-\"");
  }

  private static String own(Answer answer) {
    return written(
        Form.APPLICATION, line("", "", Optional.empty(), Optional.of(request(302, answer))));
  }

  @Test
  void whatClientsSayPassesForNothingElse() {
    assertThat(LogText.escaped("a \"b\" \\ \n\u00e9")).isEqualTo("a \\x22b\\x22 \\x5C \\x0A\\xE9");
  }

  @Test
  void connectionsOfNetworkBalancers() {
    AccessLine secure = line("10.0.0.1:80", "g-1", Optional.of(SECURE), Optional.empty());
    assertThat(written(Form.NETWORK, secure))
        .isEqualTo(
            "tls 2.0 2018-07-02T22:22:48 net/my-network-loadbalancer/c6e77e28c25b2234 1"
                + " 192.168.131.39:2817 10.0.0.9:443 171 4 34 366 - "
                + CERTIFICATE
                + " - ECDHE-RSA-AES128-GCM-SHA256 tlsv12 - www.example.com - - -"
                + " 2018-07-02T22:22:48");
    AccessLine plain = line("10.0.0.1:80", "g-1", Optional.empty(), Optional.empty());
    assertThat(new LogText(plan(Form.NETWORK)).of(plain)).as("as AWS has it").isEmpty();
  }

  @Test
  void requestsAndConnectionsOfClassicBalancers() {
    AccessLine http =
        line(
            "10.0.0.1:80",
            "p-80",
            Optional.empty(),
            Optional.of(request(200, new Answer(0, 200, false, ""))));
    assertThat(written(Form.CLASSIC, http))
        .isEqualTo(
            "2018-07-02T22:22:48.364000Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80"
                + " 0.086 0.048 0.037 200 200 0 29"
                + " \"GET http://www.example.com:443/a?b=\\x22 HTTP/1.1\" \"curl/7.46.0\" - -");
    AccessLine tcp = line("10.0.0.1:80", "p-80", Optional.empty(), Optional.empty());
    assertThat(written(Form.CLASSIC, tcp))
        .isEqualTo(
            "2018-07-02T22:22:48.364000Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80"
                + " 0.086 - - - - 34 366 \"- - - \" \"-\" - -");
  }

  @Test
  void filesAreNamedAsAwsDoes() {
    Instant now = Instant.parse("2022-05-01T23:57:31Z");
    String folder = "my/prefix/AWSLogs/123456789012/elasticloadbalancing/us-east-2/2022/05/02/";
    LogPlan application = plan(Form.APPLICATION);
    assertThat(application.key(application.endOfInterval(now), "20sg8hgm"))
        .isEqualTo(
            folder
                + "123456789012_elasticloadbalancing_us-east-2_app.my-loadbalancer.50dc6c495c0c9188"
                + "_20220502T0000Z_172.160.1.192_20sg8hgm.log.gz");
    assertThat(plan(Form.NETWORK).key(application.endOfInterval(now), "20sg8hgm"))
        .endsWith(
            "_us-east-2_net.my-network-loadbalancer.c6e77e28c25b2234_20220502T0000Z_20sg8hgm"
                + ".log.gz");
    LogPlan classic = plan(Form.CLASSIC);
    assertThat(classic.key(classic.endOfInterval(now.minusSeconds(3600)), "20sg8hgm"))
        .endsWith(
            "2022/05/01/123456789012_elasticloadbalancing_us-east-2_my-loadbalancer"
                + "_20220501T2300Z_172.160.1.192_20sg8hgm.log");
  }
}
