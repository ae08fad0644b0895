package croft.drivers.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class S3BlobStoreTest extends BlobStoreContract {
  private LittleS3 endpoint;
  private BlobStore store;

  @BeforeEach
  void start() throws IOException {
    endpoint = new LittleS3();
    store = new S3BlobStore(location(), (method, address, body) -> Map.of("X-Signature", "signed"));
  }

  @AfterEach
  void stop() {
    store.close();
    endpoint.close();
  }

  private S3BlobLocation location() {
    return S3BlobLocation.parse("s3+http://key:secret@localhost:" + endpoint.port() + "/store/a/b");
  }

  @Override
  protected BlobStore store() {
    return store;
  }

  @Test
  void isOneAmongOthersInItsBucket() throws IOException {
    endpoint.put("a/b/README", bytes(1));
    endpoint.put("other", bytes(1));
    put(store, "abcdef01", bytes(5));
    assertThat(store.list("", 10))
        .singleElement()
        .satisfies(entry -> assertThat(entry.id()).isEqualTo("abcdef01"));
  }

  @Test
  void aDroppedBlobLeavesNoUpload() throws IOException {
    try (BlobWriter writer = store.create("abcdef01")) {
      writer.write(bytes(17_000_000), 0, 17_000_000);
      assertThat(endpoint.uploads).hasSize(1);
    }
    assertThat(endpoint.uploads).isEmpty();
  }

  @Test
  void triesAgainWhatMayPass() throws IOException {
    endpoint.failuresToCome.set(2);
    put(store, "abcdef01", bytes(5));
    assertThat(all(store, "abcdef01")).isEqualTo(bytes(5));
  }

  @Test
  void tellsWhatTheEndpointRefuses() {
    try (BlobStore unsigned = new S3BlobStore(location(), (method, address, body) -> Map.of())) {
      assertThatThrownBy(() -> put(unsigned, "abcdef01", bytes(5)))
          .isInstanceOfSatisfying(
              BlobException.class,
              e -> assertThat(e.reason()).isEqualTo(BlobException.Reason.UNAVAILABLE))
          .hasMessageContaining("AccessDenied");
    }
  }

  @Test
  void readsItsUrl() {
    S3BlobLocation location =
        S3BlobLocation.parse(
            "s3://AK%2FIA:se%2Fcr+et@s3.example.com/bucket/some/prefix?region=eu-west-1");
    assertThat(location.endpoint()).isEqualTo(URI.create("https://s3.example.com"));
    assertThat(location.bucket()).isEqualTo("bucket");
    assertThat(location.prefix()).isEqualTo("some/prefix/");
    assertThat(location.region()).isEqualTo("eu-west-1");
    assertThat(location.accessKeyId()).isEqualTo("AK/IA");
    assertThat(location.secretAccessKey()).isEqualTo("se/cr+et");
    assertThat(location.toString()).doesNotContain("cr+et");
    assertThatThrownBy(() -> S3BlobLocation.parse("s3://key:sEcReT@host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sEcReT");
  }
}
