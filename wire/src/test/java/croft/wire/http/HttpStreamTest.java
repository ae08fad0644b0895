package croft.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.wire.schema.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies pass through under back-pressure, none is held. */
class HttpStreamTest {
  private static final long LARGE = 256L * 1024 * 1024;

  /** What the sockets' own buffers and the bounded queue take, and a wide margin. */
  private static final long MUCH = 32L * 1024 * 1024;

  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicLong produced = new AtomicLong();
  private final CompletableFuture<Exception> writeFailure = new CompletableFuture<>();
  private HttpServer server;
  private HttpListener listener;

  @BeforeEach
  void start() throws IOException {
    server = new HttpServer(HttpServerConfig.on(0), null, InstantSource.system());
    listener = server.listen(this::handle);
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
  }

  private HttpResponse handle(HttpRequest request) throws Exception {
    return switch (request.rawPath()) {
      case "/count" -> {
        release.await();
        yield text("" + count(request.body()));
      }
      case "/chunks" -> new HttpResponse(200, new Headers(), zeros(LARGE, -1));
      case "/sized" -> new HttpResponse(200, new Headers(), zeros(LARGE, LARGE));
      case "/short" -> new HttpResponse(200, new Headers(), zeros(1_000_000, 2_000_000));
      case "/echo" -> new HttpResponse(200, new Headers(), request.body());
      default -> text("?");
    };
  }

  private static HttpResponse text(String text) {
    return HttpResponse.of(200, new Headers(), text.getBytes(StandardCharsets.UTF_8));
  }

  private static long count(ByteStream body) throws IOException {
    try (InputStream in = body.open()) {
      byte[] buffer = new byte[100_000];
      long count = 0;
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        count += got;
      }
      return count;
    }
  }

  private ByteStream zeros(long count, long length) {
    return new ByteStream() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() {
        throw new AssertionError("it is written");
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        try {
          byte[] some = new byte[100_000];
          for (long left = count; left > 0; ) {
            int part = (int) Math.min(left, some.length);
            out.write(some, 0, part);
            left -= part;
            produced.addAndGet(part);
          }
        } catch (IOException e) {
          writeFailure.complete(e);
          throw e;
        }
      }
    };
  }

  private long download(String path) throws IOException {
    try (RawClient client = new RawClient(listener.address())) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: c\r\nConnection: close\r\n\r\n");
      return client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  @Test
  void downloadsLargeBodies() throws IOException {
    assertThat(download("/sized")).isBetween(LARGE + 50, LARGE + 500);
    assertThat(download("/chunks")).isBetween(LARGE + 500, LARGE + 200_000);
  }

  @Test
  void stopsProducingForAClientThatDoesNotRead() throws Exception {
    try (RawClient client = new RawClient(listener.address())) {
      client.send("GET /sized HTTP/1.1\r\nHost: c\r\n\r\n");
      awaitStill(produced);
      assertThat(produced.get()).isLessThan(MUCH);
      client.socket().setSoLinger(true, 0);
    }
    assertThat(writeFailure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
  }

  @Test
  void stopsReadingForAHandlerThatDoesNotRead() throws Exception {
    AtomicLong sent = new AtomicLong();
    try (RawClient client = new RawClient(listener.address())) {
      client.send("PUT /count HTTP/1.1\r\nHost: c\r\nContent-Length: " + LARGE + "\r\n\r\n");
      Thread sender =
          Thread.startVirtualThread(() -> {
            byte[] some = new byte[65_536];
            try {
              while (sent.get() < LARGE) {
                client.socket().getOutputStream().write(some);
                sent.addAndGet(some.length);
              }
            } catch (IOException e) {
              sent.set(-1);
            }
          });
      awaitStill(sent);
      assertThat(sent.get()).isBetween(1L, MUCH);
      release.countDown();
      assertThat(client.read().text()).isEqualTo("" + LARGE);
      sender.join();
    }
  }

  @Test
  void showsThatAResponseWasCutShort() {
    assertThatThrownBy(
            () -> {
              try (HttpClient client = HttpClient.newHttpClient()) {
                client.send(
                    java.net.http.HttpRequest.newBuilder(
                            URI.create(
                                "http://127.0.0.1:" + listener.address().getPort() + "/short"))
                        .build(),
                    BodyHandlers.ofByteArray());
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void echoesWhileTheRequestStillComes() throws Exception {
    byte[] body = new byte[3_000_000];
    new java.util.Random(1).nextBytes(body);
    URI uri = URI.create("http://127.0.0.1:" + listener.address().getPort() + "/echo");
    try (HttpClient client = HttpClient.newHttpClient()) {
      byte[] echo =
          client
              .send(
                  java.net.http.HttpRequest.newBuilder(uri)
                      .expectContinue(true)
                      .version(HttpClient.Version.HTTP_1_1)
                      .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body))
                      .build(),
                  BodyHandlers.ofByteArray())
              .body();
      assertThat(echo).isEqualTo(body);
    }
  }

  @Test
  void servesASocketThatIsOpenAlready() throws IOException {
    ServerSocketChannel open = ServerSocketChannel.open();
    open.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    HttpListener own = server.serve(open, request -> text("own " + request.rawPath()));
    try (RawClient client = new RawClient(own.address())) {
      client.send("GET /latest HTTP/1.1\r\nHost: c\r\n\r\n");
      assertThat(client.read().text()).isEqualTo("own /latest");
    }
    own.close();
    assertThat(open.isOpen()).isFalse();
  }

  /** Waits until a count that has begun has not changed for a while. */
  private static void awaitStill(AtomicLong count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    long changed = System.nanoTime();
    long last = 0;
    while (System.nanoTime() < deadline) {
      long now = count.get();
      if (now != last) {
        last = now;
        changed = System.nanoTime();
      } else if (now > 0 && System.nanoTime() - changed > TimeUnit.MILLISECONDS.toNanos(400)) {
        return;
      }
      Thread.onSpinWait();
    }
  }
}
