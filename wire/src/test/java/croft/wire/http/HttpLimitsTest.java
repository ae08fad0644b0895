package croft.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients do wrong, slowly or too much. */
class HttpLimitsTest {
  private static final String HOST = "Host: croft\r\n";
  private static final Duration SHORT = Duration.ofMillis(300);

  private final CountDownLatch release = new CountDownLatch(1);
  private final CompletableFuture<Exception> readFailure = new CompletableFuture<>();
  private HttpServer server;
  private HttpListener listener;

  @BeforeEach
  void start() throws IOException {
    server =
        new HttpServer(
            HttpServerConfig.on(0)
                .withMaxBodyBytes(100_000)
                .withMaxConnections(20)
                .withTimeouts(Duration.ofMillis(600), SHORT, SHORT, SHORT),
            null,
            InstantSource.system());
    listener = server.listen(this::handle);
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
  }

  private HttpResponse handle(HttpRequest request) throws Exception {
    if (request.rawPath().equals("/wait")) {
      release.await();
    }
    if (request.rawPath().equals("/large")) {
      return HttpResponse.of(200, new Headers(), new byte[64 * 1024 * 1024]);
    }
    try {
      byte[] body = Bytes.read(request.body(), 10_000_000);
      return HttpResponse.of(
          200, new Headers(), ("read " + body.length).getBytes(StandardCharsets.UTF_8));
    } catch (Exception e) {
      readFailure.complete(e);
      throw e;
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(listener.address());
  }

  @ParameterizedTest
  @CsvSource({
    "GARBAGE, 400",
    "GET / HTTP/1.1, 400",
    "GET / HTTP/2.7|Host: a, 505",
    "GET nowhere HTTP/1.1|Host: a, 400",
    "GET / HTTP/1.1|Host: a|Host: b, 400",
    "GET / HTTP/1.1|Host: a|bad header, 400",
    "GET / HTTP/1.1|Host: a|bad name: x, 400",
    "POST / HTTP/1.1|Host: a|Content-Length: x, 400",
    "POST / HTTP/1.1|Host: a|Content-Length: -1, 400",
    "POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 2, 400",
    "POST / HTTP/1.1|Host: a|Content-Length: 5|Transfer-Encoding: chunked, 400",
    "POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip, 400",
    "POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip|Transfer-Encoding: chunked, 501",
    "POST / HTTP/1.1|Host: a|Content-Length: 100001, 413",
    "PUT / HTTP/1.1|Host: a|Expect: cookies, 417",
    "CONNECT a:80 HTTP/1.1|Host: a, 400",
  })
  void refusesMalformedRequests(String request, int status) throws IOException {
    try (RawClient client = client()) {
      RawClient.Reply reply = client.send(request.replace("|", "\r\n") + "\r\n\r\n").read();
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.text()).contains("<ErrorResponse><Error><Type>").doesNotContain("\tat ");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void refusesTooLongLinesAndHeaders() throws IOException {
    try (RawClient client = client()) {
      client.send("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.read().status()).isEqualTo(414);
    }
    try (RawClient client = client()) {
      client.send("GET / HTTP/1.1\r\n" + HOST + "A: " + "x".repeat(40_000) + "\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(431);
    }
    try (RawClient client = client()) {
      client.send("GET / HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(200) + "\r\n");
      assertThat(client.read().status()).isEqualTo(431);
    }
  }

  @Test
  void limitsChunkedBodiesAsTheyCome() throws IOException {
    try (RawClient client = client()) {
      client.send("PUT / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
      client.send(("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(7));
      RawClient.Reply reply = client.read();
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.text()).contains("RequestEntityTooLarge");
    }
  }

  @Test
  void refusesBrokenChunks() throws Exception {
    try (RawClient client = client()) {
      client.send("PUT / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
      assertThat(client.read().status()).isEqualTo(400);
      assertThat(readFailure.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void answersSlowHeaders() throws IOException {
    try (RawClient client = client()) {
      client.send("GET / HTTP/1.1\r\nHo");
      assertThat(client.read().status()).isEqualTo(408);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void answersSlowBodiesHeldOrStreaming() throws Exception {
    try (RawClient small = client();
        RawClient streamed = client()) {
      small.send("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nabc");
      streamed.send("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 99000\r\n\r\nabc");
      assertThat(small.read().status()).isEqualTo(408);
      assertThat(streamed.read().status()).isEqualTo(408);
      assertThat(readFailure.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closesIdleConnections() throws IOException {
    try (RawClient fresh = client();
        RawClient used = client()) {
      assertThat(used.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").read().status()).isEqualTo(200);
      assertThat(fresh.isClosed()).isTrue();
      assertThat(used.isClosed()).isTrue();
    }
  }

  @Test
  void cutsOffClientsThatDoNotRead() throws Exception {
    try (RawClient client = client()) {
      client.send("GET /large HTTP/1.1\r\n" + HOST + "\r\n");
      awaitConnections(0);
    }
  }

  @Test
  void answersHalfClosedConnections() throws IOException {
    try (RawClient client = client()) {
      client.send("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nhi");
      client.socket().shutdownOutput();
      RawClient.Reply reply = client.read();
      assertThat(reply.text()).isEqualTo("read 2");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void tellsTheReaderThatTheClientWentAway() throws Exception {
    try (RawClient client = client()) {
      client.send("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 90000\r\n\r\nabc");
      client.socket().setSoLinger(true, 0);
    }
    assertThat(readFailure.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    awaitConnections(0);
  }

  @Test
  void refusesConnectionsOverTheLimit() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        RawClient client = client();
        clients.add(client);
        client.send("GET /wait HTTP/1.1\r\n" + HOST + "\r\n");
      }
      awaitConnections(20);
      try (RawClient over = client()) {
        assertThat(over.read().status()).isEqualTo(503);
      }
      release.countDown();
      for (RawClient client : clients) {
        assertThat(client.read().status()).isEqualTo(200);
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void finishesRunningRequestsWhenStopped() throws Exception {
    try (RawClient busy = client();
        RawClient idle = client()) {
      busy.send("GET /wait HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(idle.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").read().status()).isEqualTo(200);
      CompletableFuture<Boolean> stopped =
          CompletableFuture.supplyAsync(() -> server.stop(Duration.ofSeconds(5)));
      assertThat(idle.isClosed()).isTrue();
      release.countDown();
      RawClient.Reply reply = busy.read();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.has("connection: close")).isTrue();
      assertThat(stopped.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void awaitConnections(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (server.connectionCount() != count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(server.connectionCount()).isEqualTo(count);
  }
}
