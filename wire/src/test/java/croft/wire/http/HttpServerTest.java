package croft.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final String HOST = "Host: croft\r\n";

  private HttpServer server;
  private HttpListener listener;

  @BeforeEach
  void start() throws IOException {
    server =
        new HttpServer(
            HttpServerConfig.on(0).withMaxBodyBytes(1_000_000),
            null,
            InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z")));
    listener = server.listen(HttpServerTest::handle);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static HttpResponse handle(HttpRequest request) throws IOException {
    return switch (request.rawPath()) {
      case "/ignore" -> text(200, "ignored");
      case "/refuse" -> throw new ServiceError("NoSuchThing", 404, "There is no <thing>.");
      case "/break" -> throw new IllegalStateException("secret detail");
      case "/remote" -> text(200, request.remoteAddress() + " " + request.secure());
      case "/header" ->
          new HttpResponse(
              200, Headers.of("Echo", "ß" + request.headers().first("Some")), Bytes.EMPTY);
      case "/split" -> new HttpResponse(200, Headers.of("A", "b\r\nInjected: c"), Bytes.EMPTY);
      case "/none" -> new HttpResponse(204, new Headers(), Bytes.EMPTY);
      default -> {
        byte[] body = Bytes.read(request.body(), 2_000_000);
        yield text(
            200,
            request.method()
                + " "
                + request.target()
                + " "
                + new String(body, StandardCharsets.ISO_8859_1));
      }
    };
  }

  private static HttpResponse text(int status, String text) {
    return HttpResponse.of(
        status,
        Headers.of("Content-Type", "text/plain"),
        text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private RawClient client() throws IOException {
    return new RawClient(listener.address());
  }

  @Test
  void answersAndKeepsTheConnection() throws IOException {
    try (RawClient client = client()) {
      RawClient.Reply first = client.send("GET /a?b=c HTTP/1.1\r\n" + HOST + "\r\n").read();
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.text()).isEqualTo("GET /a?b=c ");
      assertThat(first.head()).contains("date: Sun, 30 Aug 2015 12:36:00 GMT");
      RawClient.Reply second =
          client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nhi").read();
      assertThat(second.text()).isEqualTo("POST / hi");
      assertThat(client.send("GET /remote HTTP/1.1\r\n" + HOST + "\r\n").read().text())
          .isEqualTo("127.0.0.1 false");
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      requests.append("GET /").append(i).append(" HTTP/1.1\r\n").append(HOST).append("\r\n");
      requests
          .append("PUT /p")
          .append(i)
          .append(" HTTP/1.1\r\n")
          .append(HOST)
          .append("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    }
    try (RawClient client = client()) {
      client.send(requests.toString());
      for (int i = 0; i < 100; i++) {
        assertThat(client.read().text()).isEqualTo("GET /" + i + " ");
        assertThat(client.read().text()).isEqualTo("PUT /p" + i + " abc");
      }
    }
  }

  @Test
  void takesChunkedAndLargeBodies() throws IOException {
    String large = "x".repeat(500_000);
    try (RawClient client = client()) {
      client.send("PUT / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
      assertThat(client.send("1\r\n!\r\n0\r\n\r\n").read().text()).isEqualTo("PUT / hello!");
      client.send("PUT /l HTTP/1.1\r\n" + HOST + "Content-Length: 500000\r\n\r\n" + large);
      RawClient.Reply reply = client.read();
      assertThat(reply.text()).isEqualTo("PUT /l " + large);
      assertThat(client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").read().status()).isEqualTo(200);
    }
  }

  @Test
  void answersHeadWithoutBody() throws IOException {
    try (RawClient client = client()) {
      RawClient.Reply reply = client.send("HEAD /x HTTP/1.1\r\n" + HOST + "\r\n").read(false);
      assertThat(reply.has("content-length: 8")).isTrue();
      assertThat(client.send("GET /y HTTP/1.1\r\n" + HOST + "\r\n").read().text())
          .isEqualTo("GET /y ");
      assertThat(client.send("GET /none HTTP/1.1\r\n" + HOST + "\r\n").read().status())
          .isEqualTo(204);
      assertThat(client.send("GET /z HTTP/1.1\r\n" + HOST + "\r\n").read().text())
          .isEqualTo("GET /z ");
    }
  }

  @Test
  void sendsContinueOnlyWhenTheBodyIsRead() throws IOException {
    String expecting = HOST + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    try (RawClient client = client()) {
      assertThat(client.send("PUT /a HTTP/1.1\r\n" + expecting).read().status()).isEqualTo(100);
      assertThat(client.send("abc").read().text()).isEqualTo("PUT /a abc");
      RawClient.Reply refused = client.send("PUT /refuse HTTP/1.1\r\n" + expecting).read();
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.has("connection: close")).isTrue();
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void readsAwayAShortUnreadBodyAndCutsALongOne() throws IOException {
    try (RawClient client = client()) {
      client.send("PUT /ignore HTTP/1.1\r\n" + HOST + "Content-Length: 100000\r\n\r\n");
      assertThat(client.read().text()).isEqualTo("ignored");
      client.send("x".repeat(100_000));
      assertThat(client.send("GET /y HTTP/1.1\r\n" + HOST + "\r\n").read().text())
          .isEqualTo("GET /y ");
      client.send("PUT /ignore HTTP/1.1\r\n" + HOST + "Content-Length: 900000\r\n\r\n");
      assertThat(client.read().has("connection: close")).isTrue();
      client.send("x".repeat(500_000));
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void tellsErrorsWithoutTheirDetails() throws IOException {
    try (RawClient client = client()) {
      RawClient.Reply refused = client.send("GET /refuse HTTP/1.1\r\n" + HOST + "\r\n").read();
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.text()).contains("<Code>NoSuchThing</Code>", "&lt;thing&gt;");
      RawClient.Reply broken = client.send("GET /break HTTP/1.1\r\n" + HOST + "\r\n").read();
      assertThat(broken.status()).isEqualTo(500);
      assertThat(broken.text()).contains("InternalFailure").doesNotContain("secret");
    }
  }

  @Test
  void speaksHttp10() throws IOException {
    try (RawClient client = client()) {
      RawClient.Reply reply = client.send("GET /old HTTP/1.0\r\n\r\n").read();
      assertThat(reply.text()).isEqualTo("GET /old ");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void takesTheAbsoluteForm() throws IOException {
    try (RawClient client = client()) {
      client.send("GET http://croft:80/p?q HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.read().text()).isEqualTo("GET /p?q ");
      client.send("GET http://croft?q HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.read().text()).isEqualTo("GET /?q ");
    }
  }

  @Test
  void takesHeaderFieldsAsUtf8() throws IOException {
    String utf8 = new String("é漢".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    try (RawClient client = client()) {
      client.send("GET /header HTTP/1.1\r\n" + HOST + "Some: " + utf8 + "\r\n\r\n");
      String head =
          new String(
              client.read().head().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      assertThat(head).containsIgnoringCase("echo: ßé漢\r\n");
    }
  }

  @Test
  void refusesHeaderFieldsThatWouldSplitTheResponse() throws IOException {
    try (RawClient client = client()) {
      client.send("GET /split HTTP/1.1\r\n" + HOST + "\r\n");
      RawClient.Reply reply = client.read();
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.has("injected")).isFalse();
    }
  }
}
