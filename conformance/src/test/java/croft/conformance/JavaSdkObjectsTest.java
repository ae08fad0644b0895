package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The AWS SDK for Java with S3: it frames bodies in chunks and sends checksums behind them. */
final class JavaSdkObjectsTest {
  private static final String BUCKET = "java";
  private static final int PART_BYTES = 5 * 1024 * 1024;

  private RunningCroft croft;
  private S3Client s3;

  @BeforeEach
  void start() {
    croft = RunningCroft.memory();
    s3 = Clients.root(croft).s3();
    s3.createBucket(r -> r.bucket(BUCKET));
  }

  @AfterEach
  void stop() {
    s3.close();
    croft.close();
  }

  @Test
  void putsAndGetsWithMetadataAndEveryChecksum() {
    for (ChecksumAlgorithm algorithm :
        List.of(
            ChecksumAlgorithm.CRC32,
            ChecksumAlgorithm.CRC32_C,
            ChecksumAlgorithm.SHA1,
            ChecksumAlgorithm.SHA256)) {
      String key = "checked/" + algorithm;
      s3.putObject(
          r ->
              r.bucket(BUCKET)
                  .key(key)
                  .contentType("text/plain")
                  .metadata(Map.of("from", "java"))
                  .checksumAlgorithm(algorithm),
          RequestBody.fromString("hello " + algorithm));
      var got =
          s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED));
      assertThat(got.asUtf8String()).isEqualTo("hello " + algorithm);
      assertThat(got.response().contentType()).isEqualTo("text/plain");
      assertThat(got.response().metadata()).containsEntry("from", "java");
      assertThat(
              Arrays.asList(
                  got.response().checksumCRC32(),
                  got.response().checksumCRC32C(),
                  got.response().checksumSHA1(),
                  got.response().checksumSHA256()))
          .as("checksums of %s", key)
          .anyMatch(sum -> sum != null);
    }
  }

  @Test
  void listsInPagesAndTellsWhatIsNotThere() {
    for (int i = 0; i < 7; i++) {
      String key = "list/" + i;
      s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(key));
    }
    assertThat(
            s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix("list/").maxKeys(3)).contents())
        .extracting(S3Object::key)
        .containsExactly("list/0", "list/1", "list/2", "list/3", "list/4", "list/5", "list/6");
    assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("none")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.deleteBucket(r -> r.bucket(BUCKET)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BucketNotEmpty"));
  }

  @Test
  void uploadsInParts() {
    byte[] first = new byte[PART_BYTES];
    Arrays.fill(first, (byte) 'x');
    byte[] last = "the end".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String id =
        s3.createMultipartUpload(
                r -> r.bucket(BUCKET).key("parts").checksumAlgorithm(ChecksumAlgorithm.CRC32))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (byte[] part : List.of(first, last)) {
      int number = parts.size() + 1;
      var stored =
          s3.uploadPart(
              r -> r.bucket(BUCKET).key("parts").uploadId(id).partNumber(number),
              RequestBody.fromBytes(part));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(stored.eTag())
              .checksumCRC32(stored.checksumCRC32())
              .build());
    }
    String tag =
        s3.completeMultipartUpload(r ->
                r.bucket(BUCKET).key("parts").uploadId(id).multipartUpload(m -> m.parts(parts)))
            .eTag();
    assertThat(tag).endsWith("-2\"");
    assertThat(
            s3.getObjectAsBytes(
                    r -> r.bucket(BUCKET).key("parts").range("bytes=" + PART_BYTES + "-"))
                .asUtf8String())
        .isEqualTo("the end");
  }

  @Test
  void presignedUrlsWorkWithoutTheSdk() throws IOException {
    try (S3Presigner presigner = Clients.root(croft).presigner()) {
      URL put =
          presigner
              .presignPutObject(p ->
                  p.signatureDuration(Duration.ofMinutes(5))
                      .putObjectRequest(r -> r.bucket(BUCKET).key("signed")))
              .url();
      URL get =
          presigner
              .presignGetObject(p ->
                  p.signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(r -> r.bucket(BUCKET).key("signed")))
              .url();
      HttpURLConnection upload = (HttpURLConnection) put.openConnection();
      upload.setRequestMethod("PUT");
      upload.setDoOutput(true);
      upload.getOutputStream().write("by hand".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(upload.getResponseCode()).isEqualTo(200);
      try (var body = get.openStream()) {
        assertThat(body).hasContent("by hand");
      }
      HttpURLConnection unsigned =
          (HttpURLConnection)
              URI.create(get.toString().split("\\?", 2)[0]).toURL().openConnection();
      assertThat(unsigned.getResponseCode()).isEqualTo(403);
    }
  }
}
