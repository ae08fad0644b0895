package croft.services.s3.configuration;

import croft.api.s3.BucketLoggingStatus;
import croft.api.s3.GetBucketLoggingRequest;
import croft.api.s3.GetBucketLoggingResponse;
import croft.api.s3.LoggingEnabled;
import croft.api.s3.PutBucketLoggingRequest;
import croft.api.s3.PutBucketLoggingResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Store;
import java.util.List;

/** GetBucketLogging and PutBucketLogging. */
public final class LoggingOperations {
  private final Store store;
  private final BucketDocuments documents;
  private final S3Access access;

  public LoggingOperations(Store store, BucketDocuments documents, S3Access access) {
    this.store = store;
    this.documents = documents;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_LOGGING,
                (call, r) -> List.of(access.bucket(call, "s3:GetBucketLogging", r.bucket())),
                this::getBucketLogging)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_LOGGING,
                (call, r) -> List.of(access.bucket(call, "s3:PutBucketLogging", r.bucket())),
                this::putBucketLogging)
            .anonymously());
  }

  private GetBucketLoggingResponse getBucketLogging(Call call, GetBucketLoggingRequest request) {
    Bucket bucket = documents.bucket(request.bucket(), request.expectedBucketOwner());
    return GetBucketLoggingResponse.builder()
        .loggingEnabled(documents.find(bucket, BucketDocuments.LOGGING).orElse(null))
        .build();
  }

  private PutBucketLoggingResponse putBucketLogging(Call call, PutBucketLoggingRequest request) {
    BucketLoggingStatus wanted = request.bucketLoggingStatus();
    LoggingEnabled logging = wanted == null ? null : wanted.loggingEnabled();
    if (logging != null) {
      check(documents.bucket(request.bucket(), request.expectedBucketOwner()), logging);
    }
    documents.put(
        request.bucket(), request.expectedBucketOwner(), BucketDocuments.LOGGING, logging);
    return PutBucketLoggingResponse.builder().build();
  }

  private void check(Bucket source, LoggingEnabled logging) {
    String name = logging.targetBucket();
    if (name == null || logging.targetPrefix() == null) {
      throw BucketDocuments.malformed();
    }
    if (!logging.targetGrantsOrEmpty().isEmpty()) {
      throw ServiceError.unsupported("The member TargetGrants");
    }
    Bucket target =
        store
            .read(tx -> Buckets.find(tx, name))
            .orElseThrow(() -> invalidTarget("The target bucket for logging does not exist"));
    if (!target.account().equals(source.account())) {
      throw invalidTarget(
          "The owner for the bucket to be logged and the target bucket must be the same.");
    }
    if (!target.region().equals(source.region())) {
      throw new ServiceError(
          "CrossLocationLoggingProhibited", 403, "Cross S3 location logging not allowed.");
    }
  }

  private static ServiceError invalidTarget(String message) {
    return ServiceError.badRequest("InvalidTargetBucketForLogging", message);
  }
}
