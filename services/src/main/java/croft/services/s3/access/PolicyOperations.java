package croft.services.s3.access;

import croft.api.s3.DeleteBucketPolicyRequest;
import croft.api.s3.DeleteBucketPolicyResponse;
import croft.api.s3.GetBucketPolicyRequest;
import croft.api.s3.GetBucketPolicyResponse;
import croft.api.s3.GetBucketPolicyStatusRequest;
import croft.api.s3.GetBucketPolicyStatusResponse;
import croft.api.s3.PolicyStatus;
import croft.api.s3.PutBucketPolicyRequest;
import croft.api.s3.PutBucketPolicyResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy and GetBucketPolicyStatus. */
public final class PolicyOperations {
  private final Store store;
  private final S3Access access;
  private final AccessSettings settings;
  private final BucketPolicyRules rules;

  public PolicyOperations(Store store, S3Access access, PolicySyntax syntax) {
    this.store = store;
    this.access = access;
    this.settings = new AccessSettings(store);
    this.rules = new BucketPolicyRules(syntax);
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_POLICY,
                (call, r) -> List.of(access.bucket(call, "s3:GetBucketPolicy", r.bucket())),
                this::getBucketPolicy)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_POLICY,
                (call, r) -> List.of(access.bucket(call, "s3:PutBucketPolicy", r.bucket())),
                this::putBucketPolicy)
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_POLICY,
                (call, r) -> List.of(access.bucket(call, "s3:DeleteBucketPolicy", r.bucket())),
                this::deleteBucketPolicy)
            .anonymously(),
        Binding.bind(
                S3Model.GET_BUCKET_POLICY_STATUS,
                (call, r) -> List.of(access.bucket(call, "s3:GetBucketPolicyStatus", r.bucket())),
                this::getBucketPolicyStatus)
            .anonymously());
  }

  private GetBucketPolicyResponse getBucketPolicy(Call call, GetBucketPolicyRequest request) {
    return GetBucketPolicyResponse.builder()
        .policy(policy(request.bucket(), request.expectedBucketOwner()))
        .build();
  }

  private String policy(@Nullable String bucketName, @Nullable String expectedOwner) {
    Bucket bucket = store.read(tx -> Buckets.get(tx, bucketName, expectedOwner));
    String policy = settings.policy(bucket);
    if (policy == null) {
      throw new ServiceError(
          "NoSuchBucketPolicy",
          404,
          "The bucket policy does not exist",
          Map.of("BucketName", bucket.name()));
    }
    return policy;
  }

  private PutBucketPolicyResponse putBucketPolicy(Call call, PutBucketPolicyRequest request) {
    String document = Objects.requireNonNullElse(request.policy(), "");
    rules.check(document, Objects.requireNonNullElse(request.bucket(), ""));
    boolean isPublic = PublicPolicy.isPublic(document);
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      if (isPublic && settings.publicAccessBlock(bucket).blockPublicPolicy()) {
        throw new ServiceError(
            "AccessDenied",
            403,
            "User: %s is not authorized to perform: s3:PutBucketPolicy on resource: \"%s\" because"
                    .formatted(call.caller().arn(), bucket.arn())
                + " public policies are prevented by the BlockPublicPolicy setting in S3 Block"
                + " Public Access.");
      }
      Buckets.configure(tx, bucket, AccessSettings.POLICY, document);
      return bucket;
    });
    return PutBucketPolicyResponse.builder().build();
  }

  private DeleteBucketPolicyResponse deleteBucketPolicy(
      Call call, DeleteBucketPolicyRequest request) {
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      Buckets.configure(tx, bucket, AccessSettings.POLICY, null);
      return bucket;
    });
    return DeleteBucketPolicyResponse.builder().build();
  }

  private GetBucketPolicyStatusResponse getBucketPolicyStatus(
      Call call, GetBucketPolicyStatusRequest request) {
    String policy = policy(request.bucket(), request.expectedBucketOwner());
    return GetBucketPolicyStatusResponse.builder()
        .policyStatus(PolicyStatus.builder().isPublic(PublicPolicy.isPublic(policy)).build())
        .build();
  }
}
