package croft.services.s3.object;

import static croft.services.s3.S3Fixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.s3.CopyObjectRequest;
import croft.api.s3.DeleteObjectRequest;
import croft.api.s3.GetObjectRequest;
import croft.api.s3.PutObjectRequest;
import croft.api.s3.S3Model;
import croft.services.s3.S3Fixture;
import croft.services.s3.bucket.Buckets;
import croft.wire.http.Bytes;
import croft.wire.schema.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of bytes and versions as objects come and go. */
class ObjectLifeTest {
  private static final String BUCKET = "a-bucket";

  /** More than is kept in a row. */
  private static final int LARGE = 300_000;

  @TempDir Path folder;
  private S3Fixture s3;

  @BeforeEach
  void open() throws IOException {
    s3 = new S3Fixture(folder);
    s3.bucket(BUCKET);
  }

  @AfterEach
  void close() {
    s3.close();
  }

  private static ByteStream large(int fill) {
    byte[] bytes = new byte[LARGE];
    Arrays.fill(bytes, (byte) fill);
    return Bytes.of(bytes);
  }

  private void delete(String key, String versionId) {
    s3.invoke(
        S3Model.DELETE_OBJECT,
        DeleteObjectRequest.builder()
            .bucket(BUCKET)
            .key(key)
            .versionId(versionId.isEmpty() ? null : versionId)
            .build());
  }

  private String put(int fill) {
    return Objects.requireNonNullElse(s3.put(BUCKET, "key", large(fill)).versionId(), "");
  }

  @Test
  void anObjectThatIsReplacedOrDeletedFreesItsSpace() throws IOException {
    put(1);
    put(2);
    assertThat(s3.blobCount()).isEqualTo(1);
    delete("key", "");
    assertThat(s3.blobCount()).isZero();
  }

  @Test
  void versionsKeepTheirSpaceUntilTheyAreDeleted() throws IOException {
    s3.versioning(BUCKET, "Enabled");
    String first = put(1);
    String second = put(2);
    delete("key", "");
    assertThat(s3.blobCount()).isEqualTo(2);
    delete("key", first);
    assertThat(s3.blobCount()).isEqualTo(1);
    delete("key", second);
    assertThat(s3.blobCount()).isZero();
  }

  @Test
  void whileSuspendedOnlyTheVersionNullIsReplaced() throws IOException {
    s3.versioning(BUCKET, "Enabled");
    put(1);
    s3.versioning(BUCKET, "Suspended");
    put(2);
    put(3);
    assertThat(s3.blobCount()).isEqualTo(2);
    assertThat(s3.read(BUCKET, "key")[0]).isEqualTo((byte) 3);
    s3.versioning(BUCKET, "Enabled");
    put(4);
    s3.versioning(BUCKET, "Suspended");
    put(5); // the version null is not the newest now, and goes all the same
    assertThat(s3.blobCount()).isEqualTo(3);
  }

  @Test
  void aCopyCostsNoSpaceAndOutlivesItsSource() throws IOException {
    put(7);
    s3.invoke(
        S3Model.COPY_OBJECT,
        CopyObjectRequest.builder().bucket(BUCKET).key("copy").copySource(BUCKET + "/key").build());
    assertThat(s3.blobCount()).isEqualTo(1);
    delete("key", "");
    assertThat(s3.read(BUCKET, "copy")).hasSize(LARGE).containsOnly(7);
    delete("copy", "");
    assertThat(s3.blobCount()).isZero();
  }

  @Test
  void aTornUploadLeavesTheFormerObjectWholeAndNothingElse() throws IOException {
    put(1);
    assertThatThrownBy(() -> s3.put(BUCKET, "key", new Torn(LARGE)))
        .isInstanceOf(RuntimeException.class);
    assertThat(s3.read(BUCKET, "key")).hasSize(LARGE).containsOnly(1);
    assertThat(s3.blobCount()).isEqualTo(1);
  }

  @Test
  void anUploadThatComesToNothingLeavesNoBytes() throws IOException {
    put(1);
    assertRefused(
        () ->
            s3.invoke(
                S3Model.PUT_OBJECT,
                PutObjectRequest.builder()
                    .bucket(BUCKET)
                    .key("key")
                    .body(large(2))
                    .ifNoneMatch("*")
                    .build()),
        "PreconditionFailed",
        412);
    assertThat(s3.blobCount()).isEqualTo(1);
  }

  @Test
  void anUploadWhoseBucketIsGoneMeanwhileLeavesNoBytes() throws IOException {
    ByteStream body =
        new ByteStream() {
          @Override
          public long length() {
            return LARGE;
          }

          @Override
          public InputStream open() throws IOException {
            s3.store.write(tx -> tx.delete(Buckets.TABLE, "", BUCKET));
            return large(1).open();
          }
        };
    assertRefused(() -> s3.put(BUCKET, "key", body), "NoSuchBucket", 404);
    assertThat(s3.blobCount()).isZero();
  }

  @Test
  void aReaderThatBeganReadsToTheEndWhileTheObjectIsDeleted() throws IOException {
    put(3);
    ByteStream body =
        s3.invoke(S3Model.GET_OBJECT, GetObjectRequest.builder().bucket(BUCKET).key("key").build())
            .body();
    delete("key", "");
    try (InputStream in = Objects.requireNonNull(body).open()) {
      assertThat(in.readAllBytes()).hasSize(LARGE).containsOnly(3);
    }
    assertThat(s3.blobCount()).isZero();
  }

  /** A body whose sender goes away. */
  private record Torn(long length) implements ByteStream {
    @Override
    public InputStream open() {
      InputStream end =
          new InputStream() {
            @Override
            public int read() {
              throw new UncheckedIOException(new IOException("the client went away"));
            }

            @Override
            public int read(byte[] target, int offset, int count) {
              return read();
            }
          };
      return new SequenceInputStream(new ByteArrayInputStream(new byte[LARGE / 2]), end);
    }
  }
}
