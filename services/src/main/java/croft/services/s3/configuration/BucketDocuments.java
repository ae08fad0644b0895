package croft.services.s3.configuration;

import croft.base.ServiceError;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Documents;
import croft.store.Store;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The documents of settings that buckets keep, each of one kind. */
public final class BucketDocuments {
  static final Kind<croft.api.s3.CORSConfiguration> CORS =
      new Kind<>("cors", croft.api.s3.CORSConfiguration.class);
  static final Kind<LifecycleDocument> LIFECYCLE = new Kind<>("lifecycle", LifecycleDocument.class);
  static final Kind<croft.api.s3.WebsiteConfiguration> WEBSITE =
      new Kind<>("website", croft.api.s3.WebsiteConfiguration.class);
  static final Kind<croft.api.s3.LoggingEnabled> LOGGING =
      new Kind<>("logging", croft.api.s3.LoggingEnabled.class);
  static final Kind<croft.api.s3.AccelerateConfiguration> ACCELERATE =
      new Kind<>("accelerate", croft.api.s3.AccelerateConfiguration.class);

  private final Store store;
  private final Documents documents;

  public BucketDocuments(Store store) {
    this.store = store;
    this.documents = store.documents();
  }

  /** A kind of document: its name in the bucket's row, and what it reads as. */
  record Kind<T>(String name, Class<T> type) {}

  /** The lifecycle of a bucket, with what its answers tell in a header field. */
  record LifecycleDocument(
      croft.api.s3.BucketLifecycleConfiguration configuration, String minimumSize) {}

  /**
   * The bucket a request names.
   *
   * @throws ServiceError {@code NoSuchBucket} (404), or {@code AccessDenied} for another owner
   */
  Bucket bucket(@Nullable String name, @Nullable String expectedOwner) {
    return store.read(tx -> Buckets.get(tx, name, expectedOwner));
  }

  <T> Optional<T> find(Bucket bucket, Kind<T> kind) {
    return Optional.ofNullable(bucket.configuration(kind.name()))
        .map(text -> documents.read(text, kind.type()));
  }

  /**
   * The document of a bucket that a request names.
   *
   * @param absent thrown when it has none
   */
  <T> T get(@Nullable String name, @Nullable String expectedOwner, Kind<T> kind, Absent absent) {
    Bucket bucket = bucket(name, expectedOwner);
    return find(bucket, kind).orElseThrow(() -> absent.in(bucket));
  }

  <T> void put(
      @Nullable String name, @Nullable String expectedOwner, Kind<T> kind, @Nullable T document) {
    String text = document == null ? null : documents.write(document);
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, name, expectedOwner);
      Buckets.configure(tx, bucket, kind.name(), text);
      return bucket;
    });
  }

  /** What is told where a bucket has no document of a kind. */
  record Absent(String code, String message) {
    ServiceError in(Bucket bucket) {
      return new ServiceError(code, 404, message, java.util.Map.of("BucketName", bucket.name()));
    }
  }

  /** {@code MalformedXML} (400). */
  static ServiceError malformed() {
    return ServiceError.badRequest(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  /** {@code InvalidRequest} (400). */
  static ServiceError invalid(String message) {
    return ServiceError.badRequest("InvalidRequest", message);
  }

  /** {@code InvalidArgument} (400). */
  static ServiceError invalidArgument(String message) {
    return ServiceError.badRequest("InvalidArgument", message);
  }
}
