package croft.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.wire.http.Headers;
import croft.wire.http.HttpListener;
import croft.wire.http.HttpServer;
import croft.wire.http.HttpServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCertificatesTest {
  @TempDir Path temporary;

  private Path directory() {
    return temporary.resolve("tls");
  }

  private LocalCertificates certificates(InstantSource clock, String... names) {
    return new LocalCertificates(directory(), List.of(names), clock, new SecureRandom());
  }

  private String server() throws IOException {
    return Files.readString(directory().resolve("server.pem"));
  }

  private static SSLContext trusting(Path authority) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", PemFile.readCertificates(authority).getFirst());
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Test
  void servesTlsAndPlainHttpOnOnePort() throws Exception {
    LocalCertificates certificates = certificates(InstantSource.system());
    try (HttpServer server =
        new HttpServer(HttpServerConfig.on(0), certificates, InstantSource.system())) {
      HttpListener listener =
          server.listen(request ->
              croft.wire.http.HttpResponse.of(
                  200,
                  new Headers(),
                  ("secure " + request.secure()).getBytes(StandardCharsets.UTF_8)));
      String address = "localhost:" + listener.address().getPort();
      certificates.context();
      try (HttpClient trusting =
              HttpClient.newBuilder()
                  .sslContext(trusting(certificates.authorityFile()))
                  .connectTimeout(Duration.ofSeconds(10))
                  .build();
          HttpClient distrusting = HttpClient.newHttpClient()) {
        for (int i = 0; i < 3; i++) {
          assertThat(get(trusting, "https://" + address)).isEqualTo("secure true");
          assertThat(get(trusting, "http://" + address)).isEqualTo("secure false");
        }
        assertThatThrownBy(() -> get(distrusting, "https://" + address))
            .isInstanceOf(SSLHandshakeException.class);
      }
    }
  }

  private static String get(HttpClient client, String address) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void keepsSecretsFromOthersAndReusesFiles() throws Exception {
    certificates(InstantSource.system()).context();
    for (String secret : List.of("ca-key.pem", "server.pem")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory().resolve(secret))))
          .isEqualTo("rw-------");
    }
    String before = server();
    certificates(InstantSource.system()).context();
    assertThat(server()).isEqualTo(before);
    X509Certificate server = PemFile.readCertificates(directory().resolve("server.pem")).getFirst();
    assertThat(
            CertificateNames.covers(
                server, List.of("localhost", "*.localhost", "*.s3.localhost", "127.0.0.1", "::1")))
        .isTrue();
    assertThat(CertificateNames.covers(server, List.of("example.test"))).isFalse();
  }

  @Test
  void renewsBeforeExpiryAndForNewNamesUnderTheSameAuthority() throws Exception {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    certificates(InstantSource.fixed(now)).context();
    String authority = Files.readString(directory().resolve("ca.pem"));
    String first = server();
    certificates(InstantSource.fixed(now.plus(Duration.ofDays(300)))).context();
    assertThat(server()).isEqualTo(first);
    certificates(InstantSource.fixed(now.plus(Duration.ofDays(370)))).context();
    String renewed = server();
    assertThat(renewed).isNotEqualTo(first);
    certificates(InstantSource.fixed(now.plus(Duration.ofDays(370))), "*.example.test", "10.0.0.1")
        .context();
    assertThat(server()).isNotEqualTo(renewed);
    assertThat(Files.readString(directory().resolve("ca.pem"))).isEqualTo(authority);
    certificates(InstantSource.fixed(now.plus(Duration.ofDays(3600)))).context();
    assertThat(Files.readString(directory().resolve("ca.pem"))).isNotEqualTo(authority);
  }
}
