package croft.services.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.s3.CreateBucketConfiguration;
import croft.api.s3.CreateBucketRequest;
import croft.api.s3.GetObjectRequest;
import croft.api.s3.PutBucketVersioningRequest;
import croft.api.s3.PutObjectRequest;
import croft.api.s3.PutObjectResponse;
import croft.api.s3.S3Model;
import croft.api.s3.VersioningConfiguration;
import croft.base.Caller;
import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.blob.BlobEntry;
import croft.drivers.blob.BlobStore;
import croft.drivers.blob.FileBlobStore;
import croft.services.operation.Access;
import croft.services.operation.Call;
import croft.services.operation.Operations;
import croft.services.s3.content.ContentKeys;
import croft.services.s3.content.Contents;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.http.Bytes;
import croft.wire.schema.ByteStream;
import croft.wire.schema.Invoker;
import croft.wire.schema.Operation;
import croft.wire.schema.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** S3 over a store and blobs in a temporary folder, called past the wire; everything is allowed. */
public final class S3Fixture implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String REGION = "us-west-2";

  public final Store store;
  public final BlobStore blobs;
  public final S3Service service;

  /** What the clock shows; tests move it. */
  public Instant now = Instant.parse("2026-05-01T12:00:00Z");

  private final Operations operations;

  public S3Fixture(Path folder) throws IOException {
    store = Store.open(StoreConfig.sqlite(folder.resolve("croft.db")));
    store.register(S3Service.tables().toArray(Table<?>[]::new));
    store.migrate(S3Service.ROOM, S3Service.migrations());
    blobs = FileBlobStore.open(folder.resolve("blobs"));
    Random random = new Random(11);
    Contents contents =
        new Contents(store, blobs, new ContentKeys(new byte[32]), random, () -> now);
    service =
        new S3Service(
            store, contents, (call, model, accesses) -> {}, text -> null, new Ids(random));
    operations = new Operations(List.of(service), (call, model, accesses) -> {});
  }

  @Override
  public void close() {
    store.close();
  }

  /** The actions a call of the usual account needs. */
  public <I extends Shape, O extends Shape> List<String> actions(
      Operation<I, O> operation, I input) {
    return operations.accesses(call(), operation, input).stream().map(Access::action).toList();
  }

  public Call call() {
    return call(ACCOUNT, REGION);
  }

  public Call call(String account, String region) {
    Caller caller = Caller.root(account, "AKIA");
    return new Call(caller, region, "r-1", "203.0.113.1", true, "test", now);
  }

  /** Calls of the owner, for resource types. */
  public Invoker calls() {
    return operations.as(call());
  }

  public <I extends Shape, O extends Shape> O invoke(Operation<I, O> operation, I input) {
    return operations.invoke(call(), operation, input);
  }

  public <I extends Shape, O extends Shape> O invokeAs(
      String account, String region, Operation<I, O> operation, I input) {
    return operations.invoke(call(account, region), operation, input);
  }

  public void bucket(String name) {
    invoke(
        S3Model.CREATE_BUCKET,
        CreateBucketRequest.builder()
            .bucket(name)
            .createBucketConfiguration(
                CreateBucketConfiguration.builder().locationConstraint(REGION).build())
            .build());
  }

  public void versioning(String bucket, String status) {
    invoke(
        S3Model.PUT_BUCKET_VERSIONING,
        PutBucketVersioningRequest.builder()
            .bucket(bucket)
            .versioningConfiguration(VersioningConfiguration.builder().status(status).build())
            .build());
  }

  public PutObjectResponse put(String bucket, String key, String text) {
    return put(bucket, key, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  public PutObjectResponse put(String bucket, String key, ByteStream body) {
    return invoke(
        S3Model.PUT_OBJECT, PutObjectRequest.builder().bucket(bucket).key(key).body(body).build());
  }

  public byte[] read(String bucket, String key) throws IOException {
    ByteStream body =
        invoke(S3Model.GET_OBJECT, GetObjectRequest.builder().bucket(bucket).key(key).build())
            .body();
    try (InputStream in = Objects.requireNonNull(body).open()) {
      return in.readAllBytes();
    }
  }

  public String text(String bucket, String key) throws IOException {
    return new String(read(bucket, key), StandardCharsets.UTF_8);
  }

  /** How many blobs take space. */
  public int blobCount() throws IOException {
    List<BlobEntry> entries = blobs.list("", 1000);
    return entries.size();
  }

  /** Asserts that a call ends in an error of that code and status. */
  public static void assertRefused(ThrowingCallable call, String code, int status) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceError.class,
            error -> {
              assertThat(error.code()).as(error.message()).isEqualTo(code);
              assertThat(error.status()).isEqualTo(status);
            });
  }
}
