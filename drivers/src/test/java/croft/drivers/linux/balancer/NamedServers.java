package croft.drivers.linux.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import croft.drivers.balancer.PoolSpec.ServerSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Web servers on loopback that answer with their names, and waiting for what becomes of them. */
final class NamedServers implements AutoCloseable {
  private final List<HttpServer> servers = new ArrayList<>();

  HttpServer server(String name) throws IOException {
    return server(name, new AtomicBoolean(true));
  }

  HttpServer server(String name, AtomicBoolean well) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean check = exchange.getRequestURI().getPath().equals("/health");
          byte[] body =
              (name
                      + " "
                      + exchange.getRequestURI()
                      + " "
                      + exchange.getRequestHeaders().getFirst("X-forwarded-for"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(check && !well.get() ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return server;
  }

  static ServerSpec of(HttpServer server, String zone) {
    int number = server.getAddress().getPort();
    return new ServerSpec("s" + number, "127.0.0.1", number, zone, true);
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
