package croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir Path home;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] answer =
              "<imageId>ami-12ab</imageId><id>i-34cd</id>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    Files.createDirectories(home.resolve("run"));
    Files.writeString(
        home.resolve("run/server"),
        "region=us-west-2\nendpoint=http://127.0.0.1:" + server.getAddress().getPort() + "\n");
    Files.writeString(
        home.resolve("credentials"),
        "[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theMixReadsLaunchesTagsAndTerminatesSigned() {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            Optional.empty());
    Environment environment =
        new Environment(home, streams, new FakeHost(), new LocalInstances(home));

    assertThat(Main.commandLine(environment).execute("train")).isZero();

    assertThat(bodies)
        .anyMatch(body -> body.startsWith("Action=DescribeInstances"))
        .anyMatch(body -> body.contains("ImageId=ami-12ab"))
        .anyMatch(body -> body.contains("Action=TerminateInstances&InstanceId.1=i-34cd"))
        .anyMatch(body -> body.startsWith("Action=GetCallerIdentity"));
    assertThat(authorizations)
        .allMatch(value -> value.startsWith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/"));
  }
}
