package croft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import croft.wire.tls.LocalCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrustedAuthoritiesTest {
  @TempDir Path directory;

  @Test
  void trustsWhatCroftsOwnAuthorityMadeOnceThereIsOne() throws Exception {
    LocalCertificates tls =
        new LocalCertificates(
            directory, List.of("localhost"), InstantSource.system(), new SecureRandom());
    TrustedAuthorities trusted = new TrustedAuthorities(tls.authorityFile());
    assertThat(trusted.context()).isNull();
    HttpsServer web = listen(tls.context());
    try {
      SSLContext context = Objects.requireNonNull(trusted.context());
      assertThat(trusted.context()).isSameAs(context);
      try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
        URI uri = URI.create("https://localhost:" + web.getAddress().getPort() + "/");
        assertThat(
                client
                    .send(
                        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode())
            .isEqualTo(204);
      }
    } finally {
      web.stop(0);
    }
  }

  private static HttpsServer listen(SSLContext context) throws IOException {
    HttpsServer web =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    web.setHttpsConfigurator(new HttpsConfigurator(context));
    web.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    web.start();
    return web;
  }
}
