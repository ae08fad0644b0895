package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.store.testing.LocalPostgresql;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.sigv4.AccessKey;
import croft.wire.sigv4.SigV4Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with the drivers in memory, asked over HTTP. */
class CroftServerTest {
  private static final Pattern VPC = Pattern.compile("<vpcId>(vpc-[0-9a-f]+)</vpcId>");

  @TempDir private Path home;
  private final HttpClient client = HttpClient.newHttpClient();

  private CroftServer start(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--port=0", "--drivers=memory"));
    all.addAll(List.of(options));
    Config config = Config.read(all, Map.of("CROFT_HOME", home.toString()), home);
    return CroftServer.start(config, InstantSource.system());
  }

  private AccessKey root() throws Exception {
    String text = Files.readString(home.resolve("credentials"));
    return AccessKey.of(
        value(text, "aws_access_key_id"), value(text, "aws_secret_access_key"), null);
  }

  private static String value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf('=') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> ask(CroftServer server, AccessKey key, String form)
      throws Exception {
    String host = "127.0.0.1:" + server.address().getPort();
    Headers headers = Headers.of("Host", host, "Content-Type", "application/x-www-form-urlencoded");
    HttpRequest signed =
        new SigV4Signer(key, "us-west-2", "ec2", InstantSource.system())
            .sign(
                new HttpRequest(
                    "POST", "/", headers, Bytes.of(form.getBytes(UTF_8)), "127.0.0.1", false));
    var request =
        java.net.http.HttpRequest.newBuilder(URI.create("http://" + host + "/"))
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form));
    signed
        .headers()
        .asMap()
        .forEach((name, values) -> {
          if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
            values.forEach(v -> request.header(name, v));
          }
        });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String defaultVpc(CroftServer server) throws Exception {
    HttpResponse<String> answer = ask(server, root(), "Action=DescribeVpcs&Version=2016-11-15");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Matcher vpc = VPC.matcher(answer.body());
    assertThat(vpc.find()).as(answer.body()).isTrue();
    return Objects.requireNonNull(vpc.group(1));
  }

  @Test
  void whatIsMadeIsThereAfterAStartAnew() throws Exception {
    String before;
    try (CroftServer server = start()) {
      before = defaultVpc(server);
    }
    try (CroftServer server = start()) {
      assertThat(defaultVpc(server)).isEqualTo(before);
    }
  }

  @Test
  void postgresqlHoldsTheSame() throws Exception {
    Assumptions.assumeTrue(
        LocalPostgresql.missing().isEmpty(), () -> LocalPostgresql.missing().orElse(""));
    try (LocalPostgresql database = LocalPostgresql.start()) {
      String url = database.newUrl();
      String before;
      try (CroftServer server = start("--store=" + url)) {
        before = defaultVpc(server);
        database.stopServer();
        HttpResponse<String> without =
            ask(server, root(), "Action=DescribeVpcs&Version=2016-11-15");
        assertThat(without.statusCode()).isEqualTo(503);
        assertThat(without.body()).contains("<Code>ServiceUnavailable</Code>");
        database.startServer();
        String back = defaultVpcWhenBack(server);
        assertThat(back).isEqualTo(before);
      }
      try (CroftServer server = start("--store=" + url)) {
        assertThat(defaultVpc(server)).isEqualTo(before);
      }
    }
  }

  /** The pool notices the database's return within its own time. */
  private String defaultVpcWhenBack(CroftServer server) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < deadline) {
      if (ask(server, root(), "Action=DescribeVpcs&Version=2016-11-15").statusCode() == 200) {
        break;
      }
    }
    return defaultVpc(server);
  }

  @Test
  void secretsAreForTheOwnersEyes() throws Exception {
    try (CroftServer server = start()) {
      assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
      for (String file : List.of("credentials", "master-key", "data/croft.db")) {
        assertThat(Files.getPosixFilePermissions(home.resolve(file)))
            .as(file)
            .containsExactlyInAnyOrder(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      }
    }
  }

  @Test
  void refusalsNameWhatIsWrong() throws Exception {
    try (CroftServer server = start()) {
      AccessKey stranger = AccessKey.of("AKIAEXAMPLEEXAMPLE00", "secret", null);
      HttpResponse<String> unknownKey =
          ask(server, stranger, "Action=DescribeVpcs&Version=2016-11-15");
      assertThat(unknownKey.statusCode()).isEqualTo(401);
      assertThat(unknownKey.body()).contains("<Code>AuthFailure</Code>");
      HttpResponse<String> notModelled =
          ask(server, root(), "Action=DescribeWeather&Version=2016-11-15");
      assertThat(notModelled.body())
          .contains("<Code>InvalidAction</Code>")
          .contains("DescribeWeather");
      HttpResponse<String> notBuilt =
          ask(server, root(), "Action=CreateEgressOnlyInternetGateway&Version=2016-11-15");
      assertThat(notBuilt.statusCode()).isEqualTo(400);
      assertThat(notBuilt.body())
          .contains("<Code>UnsupportedOperation</Code>")
          .contains("CreateEgressOnlyInternetGateway");
    }
  }

  @Test
  void anOpenServerTakesAnyKeyForTheRoot() throws Exception {
    AccessKey any = AccessKey.of("test", "test", null);
    try (CroftServer server = start("--auth=open")) {
      assertThat(ask(server, any, "Action=DescribeVpcs&Version=2016-11-15").statusCode())
          .isEqualTo(200);
    }
  }
}
