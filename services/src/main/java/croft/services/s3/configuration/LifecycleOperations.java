package croft.services.s3.configuration;

import croft.api.s3.BucketLifecycleConfiguration;
import croft.api.s3.DeleteBucketLifecycleRequest;
import croft.api.s3.DeleteBucketLifecycleResponse;
import croft.api.s3.GetBucketLifecycleConfigurationRequest;
import croft.api.s3.GetBucketLifecycleConfigurationResponse;
import croft.api.s3.PutBucketLifecycleConfigurationRequest;
import croft.api.s3.PutBucketLifecycleConfigurationResponse;
import croft.api.s3.S3Model;
import croft.base.Ids;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import croft.services.s3.configuration.BucketDocuments.LifecycleDocument;
import java.util.List;
import java.util.Objects;

/** GetBucketLifecycleConfiguration, PutBucketLifecycleConfiguration and DeleteBucketLifecycle. */
public final class LifecycleOperations {
  private static final String DEFAULT_MINIMUM_SIZE = "all_storage_classes_128K";

  private static final BucketDocuments.Absent ABSENT =
      new BucketDocuments.Absent(
          "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");

  private final BucketDocuments documents;
  private final S3Access access;
  private final Ids ids;

  public LifecycleOperations(BucketDocuments documents, S3Access access, Ids ids) {
    this.documents = documents;
    this.access = access;
    this.ids = ids;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_LIFECYCLE_CONFIGURATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:GetLifecycleConfiguration", r.bucket())),
                this::getBucketLifecycleConfiguration)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_LIFECYCLE_CONFIGURATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:PutLifecycleConfiguration", r.bucket())),
                this::putBucketLifecycleConfiguration)
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_LIFECYCLE,
                (call, r) ->
                    List.of(access.bucket(call, "s3:PutLifecycleConfiguration", r.bucket())),
                this::deleteBucketLifecycle)
            .anonymously());
  }

  private GetBucketLifecycleConfigurationResponse getBucketLifecycleConfiguration(
      Call call, GetBucketLifecycleConfigurationRequest request) {
    LifecycleDocument found =
        documents.get(
            request.bucket(), request.expectedBucketOwner(), BucketDocuments.LIFECYCLE, ABSENT);
    return GetBucketLifecycleConfigurationResponse.builder()
        .rules(found.configuration().rules())
        .transitionDefaultMinimumObjectSize(found.minimumSize())
        .build();
  }

  private PutBucketLifecycleConfigurationResponse putBucketLifecycleConfiguration(
      Call call, PutBucketLifecycleConfigurationRequest request) {
    BucketLifecycleConfiguration wanted = request.lifecycleConfiguration();
    if (wanted == null) {
      throw BucketDocuments.malformed();
    }
    String minimumSize =
        Objects.requireNonNullElse(
            request.transitionDefaultMinimumObjectSize(), DEFAULT_MINIMUM_SIZE);
    BucketLifecycleConfiguration checked = LifecycleShapes.checked(wanted, ids);
    documents.put(
        request.bucket(),
        request.expectedBucketOwner(),
        BucketDocuments.LIFECYCLE,
        new LifecycleDocument(checked, minimumSize));
    return PutBucketLifecycleConfigurationResponse.builder()
        .transitionDefaultMinimumObjectSize(minimumSize)
        .build();
  }

  private DeleteBucketLifecycleResponse deleteBucketLifecycle(
      Call call, DeleteBucketLifecycleRequest request) {
    documents.put(request.bucket(), request.expectedBucketOwner(), BucketDocuments.LIFECYCLE, null);
    return DeleteBucketLifecycleResponse.builder().build();
  }
}
