package croft.bench;

import croft.wire.http.Headers;
import croft.wire.http.HttpListener;
import croft.wire.http.HttpResponse;
import croft.wire.http.HttpServer;
import croft.wire.http.HttpServerConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Croft's HTTP server alone: it answers every request with the same bytes. Arguments: port, size. */
final class BareServer {
  private BareServer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    byte[] body = new byte[Integer.parseInt(arguments[1])];
    java.util.Arrays.fill(body, (byte) 'x');
    HttpServerConfig config =
        HttpServerConfig.on(Integer.parseInt(arguments[0])).withBindAddress("127.0.0.1");
    try (HttpServer server = new HttpServer(config, null, InstantSource.system());
        HttpListener _ =
            server.listen(request -> {
              request.body().open().readAllBytes();
              return HttpResponse.of(200, Headers.of("Content-Type", "text/xml"), body);
            })) {
      new CountDownLatch(1).await();
    }
  }
}
