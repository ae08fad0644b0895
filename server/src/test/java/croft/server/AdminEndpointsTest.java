package croft.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.memory.compute.MemoryImageDriver;
import croft.services.ec2.Ec2Service;
import croft.services.ec2.image.Images;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminEndpointsTest {
  @TempDir Path directory;
  private Store store;
  private AdminEndpoints endpoints;
  private Path archive;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(StoreConfig.sqlite(directory.resolve("croft.db")), InstantSource.system());
    store.register(Ec2Service.tables());
    MemoryImageDriver driver = new MemoryImageDriver(InstantSource.system());
    endpoints = new AdminEndpoints("the-token", driver, new Images(store, driver));
    archive = directory.resolve("rootfs.tar");
    new ProcessBuilder("tar", "-cf", archive.toString(), "-C", directory.toString(), "croft.db")
        .start()
        .waitFor();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anImportedImageIsInTheTableOfImages() throws Exception {
    HttpResponse response = post("the-token", "name=debian-12&file=" + archive);

    String id = body(response).strip();
    assertThat(response.status()).as(id).isEqualTo(200);
    assertThat(store.<String>read(tx -> Images.require(tx, id).name())).isEqualTo("debian-12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name=../etc&file=ARCHIVE   | 400 | The name of an image
          file=ARCHIVE               | 400 | The name of an image
          name=x&file=relative.tar   | 400 | There is no file
          name=x&file=/no/such.tar   | 400 | There is no file
          name=host-root&file=ARCHIVE | 409 | There is an image host-root already
          """)
  void whatCannotBeImportedIsRefusedWithAReason(String query, int status, String reason)
      throws Exception {
    HttpResponse response = post("the-token", query.replace("ARCHIVE", archive.toString()));

    assertThat(response.status()).isEqualTo(status);
    assertThat(body(response)).contains(reason);
  }

  @Test
  void withoutTheTokenNothingIsAnswered() throws Exception {
    assertThat(post("a-guess", "name=x&file=" + archive).status()).isEqualTo(403);
    assertThat(endpoints.handle(request(Headers.of(), "/_croft/images")).status()).isEqualTo(403);
    assertThat(Files.exists(archive)).isTrue();
  }

  @Test
  void otherPathsAreNotThere() throws Exception {
    Headers headers = Headers.of("Authorization", "Bearer the-token");

    assertThat(endpoints.handle(request(headers, "/_croft/secrets")).status()).isEqualTo(404);
  }

  private HttpResponse post(String token, String query) throws Exception {
    return endpoints.handle(
        request(Headers.of("Authorization", "Bearer " + token), "/_croft/images?" + query));
  }

  private static HttpRequest request(Headers headers, String target) {
    return new HttpRequest("POST", target, headers, Bytes.of(new byte[0]), "127.0.0.1", false);
  }

  private static String body(HttpResponse response) throws Exception {
    return new String(Bytes.read(response.body(), 10_000), UTF_8);
  }
}
