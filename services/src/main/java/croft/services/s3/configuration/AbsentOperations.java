package croft.services.s3.configuration;

import croft.api.s3.DeleteBucketReplicationRequest;
import croft.api.s3.DeleteBucketReplicationResponse;
import croft.api.s3.GetBucketReplicationRequest;
import croft.api.s3.GetBucketReplicationResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import croft.services.s3.bucket.Bucket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket can have at AWS and none has here: replication, inventories, analytics, request
 * metrics and intelligent tiering. Putting one is refused by name; asking for one gets the answer
 * of a bucket that has none.
 */
public final class AbsentOperations {
  private final BucketDocuments documents;
  private final S3Access access;

  public AbsentOperations(BucketDocuments documents, S3Access access) {
    this.documents = documents;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_REPLICATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:GetReplicationConfiguration", r.bucket())),
                this::getBucketReplication)
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_REPLICATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:PutReplicationConfiguration", r.bucket())),
                this::deleteBucketReplication)
            .anonymously(),
        Binding.bind(
                S3Model.GET_BUCKET_INVENTORY_CONFIGURATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:GetInventoryConfiguration", r.bucket())),
                (call, r) -> {
                  throw none("Inventory", r.bucket(), r.expectedBucketOwner(), r.id());
                })
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_INVENTORY_CONFIGURATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:PutInventoryConfiguration", r.bucket())),
                (call, r) -> {
                  throw none("Inventory", r.bucket(), r.expectedBucketOwner(), r.id());
                })
            .anonymously(),
        Binding.bind(
                S3Model.GET_BUCKET_ANALYTICS_CONFIGURATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:GetAnalyticsConfiguration", r.bucket())),
                (call, r) -> {
                  throw none("Analytics", r.bucket(), r.expectedBucketOwner(), r.id());
                })
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_ANALYTICS_CONFIGURATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:PutAnalyticsConfiguration", r.bucket())),
                (call, r) -> {
                  throw none("Analytics", r.bucket(), r.expectedBucketOwner(), r.id());
                })
            .anonymously(),
        Binding.bind(
                S3Model.GET_BUCKET_METRICS_CONFIGURATION,
                (call, r) -> List.of(access.bucket(call, "s3:GetMetricsConfiguration", r.bucket())),
                (call, r) -> {
                  throw none("Metrics", r.bucket(), r.expectedBucketOwner(), r.id());
                })
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_METRICS_CONFIGURATION,
                (call, r) -> List.of(access.bucket(call, "s3:PutMetricsConfiguration", r.bucket())),
                (call, r) -> {
                  throw none("Metrics", r.bucket(), r.expectedBucketOwner(), r.id());
                })
            .anonymously(),
        Binding.bind(
                S3Model.GET_BUCKET_INTELLIGENT_TIERING_CONFIGURATION,
                (call, r) ->
                    List.of(
                        access.bucket(call, "s3:GetIntelligentTieringConfiguration", r.bucket())),
                (call, r) -> {
                  throw none("IntelligentTiering", r.bucket(), r.expectedBucketOwner(), r.id());
                })
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_INTELLIGENT_TIERING_CONFIGURATION,
                (call, r) ->
                    List.of(
                        access.bucket(call, "s3:PutIntelligentTieringConfiguration", r.bucket())),
                (call, r) -> {
                  throw none("IntelligentTiering", r.bucket(), r.expectedBucketOwner(), r.id());
                })
            .anonymously());
  }

  private GetBucketReplicationResponse getBucketReplication(
      Call call, GetBucketReplicationRequest request) {
    Bucket bucket = documents.bucket(request.bucket(), request.expectedBucketOwner());
    throw new BucketDocuments.Absent(
            "ReplicationConfigurationNotFoundError", "The replication configuration was not found")
        .in(bucket);
  }

  private DeleteBucketReplicationResponse deleteBucketReplication(
      Call call, DeleteBucketReplicationRequest request) {
    documents.bucket(request.bucket(), request.expectedBucketOwner());
    return DeleteBucketReplicationResponse.builder().build();
  }

  private ServiceError none(
      String kind, @Nullable String bucketName, @Nullable String owner, @Nullable String id) {
    Bucket bucket = documents.bucket(bucketName, owner);
    // Without an id the same request asks for a list.
    return id == null
        ? ServiceError.unsupported("The operation ListBucket" + kind + "Configurations")
        : new BucketDocuments.Absent(
                "NoSuchConfiguration", "The specified configuration does not exist.")
            .in(bucket);
  }
}
