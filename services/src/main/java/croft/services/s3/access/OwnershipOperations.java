package croft.services.s3.access;

import croft.api.s3.DeleteBucketOwnershipControlsRequest;
import croft.api.s3.DeleteBucketOwnershipControlsResponse;
import croft.api.s3.GetBucketOwnershipControlsRequest;
import croft.api.s3.GetBucketOwnershipControlsResponse;
import croft.api.s3.OwnershipControls;
import croft.api.s3.OwnershipControlsRule;
import croft.api.s3.PutBucketOwnershipControlsRequest;
import croft.api.s3.PutBucketOwnershipControlsResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GetBucketOwnershipControls, PutBucketOwnershipControls and DeleteBucketOwnershipControls. */
public final class OwnershipOperations {
  private final Store store;
  private final S3Access access;
  private final AccessSettings settings;

  public OwnershipOperations(Store store, S3Access access) {
    this.store = store;
    this.access = access;
    this.settings = new AccessSettings(store);
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_OWNERSHIP_CONTROLS,
                (call, r) ->
                    List.of(access.bucket(call, "s3:GetBucketOwnershipControls", r.bucket())),
                this::getBucketOwnershipControls)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_OWNERSHIP_CONTROLS,
                (call, r) -> List.of(putAccess(call, r.bucket())),
                this::putBucketOwnershipControls)
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_OWNERSHIP_CONTROLS,
                (call, r) -> List.of(putAccess(call, r.bucket())),
                this::deleteBucketOwnershipControls)
            .anonymously());
  }

  private Access putAccess(Call call, @Nullable String bucket) {
    return access.bucket(call, "s3:PutBucketOwnershipControls", bucket);
  }

  private GetBucketOwnershipControlsResponse getBucketOwnershipControls(
      Call call, GetBucketOwnershipControlsRequest request) {
    Bucket bucket =
        store.read(tx -> Buckets.get(tx, request.bucket(), request.expectedBucketOwner()));
    if (bucket.configuration(AccessSettings.OWNERSHIP) == null) {
      throw new ServiceError(
          "OwnershipControlsNotFoundError",
          404,
          "The bucket ownership controls were not found",
          Map.of("BucketName", bucket.name()));
    }
    OwnershipControlsRule rule =
        OwnershipControlsRule.builder().objectOwnership(settings.ownership(bucket).word()).build();
    return GetBucketOwnershipControlsResponse.builder()
        .ownershipControls(OwnershipControls.builder().rules(List.of(rule)).build())
        .build();
  }

  private PutBucketOwnershipControlsResponse putBucketOwnershipControls(
      Call call, PutBucketOwnershipControlsRequest request) {
    OwnershipControls wanted = request.ownershipControls();
    List<OwnershipControlsRule> rules = wanted == null ? List.of() : wanted.rulesOrEmpty();
    if (rules.size() != 1) {
      throw AclErrors.missingDocument();
    }
    ObjectOwnership ownership =
        ObjectOwnership.named(Objects.requireNonNullElse(rules.getFirst().objectOwnership(), ""));
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      boolean shared = !settings.acl(bucket).equals(Acl.ownedBy(bucket.ownerId()));
      if (shared && !ownership.allowsAcls()) {
        throw S3Access.aclWithOwnership();
      }
      Buckets.configure(tx, bucket, AccessSettings.OWNERSHIP, ownership.word());
      return bucket;
    });
    return PutBucketOwnershipControlsResponse.builder().build();
  }

  private DeleteBucketOwnershipControlsResponse deleteBucketOwnershipControls(
      Call call, DeleteBucketOwnershipControlsRequest request) {
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      Buckets.configure(tx, bucket, AccessSettings.OWNERSHIP, null);
      return bucket;
    });
    return DeleteBucketOwnershipControlsResponse.builder().build();
  }
}
