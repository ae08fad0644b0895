package croft.services.s3.bucket;

import croft.api.s3.BlockedEncryptionTypes;
import croft.api.s3.DeleteBucketEncryptionRequest;
import croft.api.s3.DeleteBucketEncryptionResponse;
import croft.api.s3.GetBucketEncryptionRequest;
import croft.api.s3.GetBucketEncryptionResponse;
import croft.api.s3.PutBucketEncryptionRequest;
import croft.api.s3.PutBucketEncryptionResponse;
import croft.api.s3.S3Model;
import croft.api.s3.ServerSideEncryptionByDefault;
import croft.api.s3.ServerSideEncryptionConfiguration;
import croft.api.s3.ServerSideEncryptionRule;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import croft.store.Store;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's default encryption. Everything is encrypted by the server's key, so what can be set is
 * whether bucket keys are told of and whether customers' keys are refused; keys of KMS are refused
 * by name.
 */
public final class EncryptionSettings {
  private static final String SERVER_KEY = "AES256";

  private final Store store;
  private final S3Access access;

  public EncryptionSettings(Store store, S3Access access) {
    this.store = store;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            S3Model.GET_BUCKET_ENCRYPTION,
            (call, r) -> List.of(access.bucket(call, "s3:GetEncryptionConfiguration", r.bucket())),
            this::get),
        Binding.bind(
            S3Model.PUT_BUCKET_ENCRYPTION,
            (call, r) -> List.of(access.bucket(call, "s3:PutEncryptionConfiguration", r.bucket())),
            this::put),
        Binding.bind(
            S3Model.DELETE_BUCKET_ENCRYPTION,
            (call, r) -> List.of(access.bucket(call, "s3:PutEncryptionConfiguration", r.bucket())),
            this::delete));
  }

  private GetBucketEncryptionResponse get(Call call, GetBucketEncryptionRequest request) {
    Bucket bucket =
        store.read(tx -> Buckets.get(tx, request.bucket(), request.expectedBucketOwner()));
    ServerSideEncryptionRule.Builder rule =
        ServerSideEncryptionRule.builder()
            .applyServerSideEncryptionByDefault(
                ServerSideEncryptionByDefault.builder().sseAlgorithm(SERVER_KEY).build())
            .bucketKeyEnabled(bucket.bucketKey());
    if (bucket.customerKeysBlocked()) {
      rule.blockedEncryptionTypes(
          BlockedEncryptionTypes.builder().encryptionType(List.of("SSE-C")).build());
    }
    return GetBucketEncryptionResponse.builder()
        .serverSideEncryptionConfiguration(
            ServerSideEncryptionConfiguration.builder().rules(List.of(rule.build())).build())
        .build();
  }

  private PutBucketEncryptionResponse put(Call call, PutBucketEncryptionRequest request) {
    ServerSideEncryptionConfiguration wanted =
        Objects.requireNonNull(request.serverSideEncryptionConfiguration());
    if (wanted.rulesOrEmpty().size() != 1) {
      throw ServiceError.badRequest(
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published"
              + " schema");
    }
    ServerSideEncryptionRule rule = wanted.rulesOrEmpty().getFirst();
    ServerSideEncryptionByDefault byDefault = rule.applyServerSideEncryptionByDefault();
    if (byDefault != null) {
      checkAlgorithm(byDefault);
    }
    BlockedEncryptionTypes blocked = rule.blockedEncryptionTypes();
    boolean blocking = blocked != null && blocked.encryptionTypeOrEmpty().contains("SSE-C");
    change(request.bucket(), request.expectedBucketOwner(), rule, blocking);
    return PutBucketEncryptionResponse.builder().build();
  }

  private static void checkAlgorithm(ServerSideEncryptionByDefault byDefault) {
    if (!SERVER_KEY.equals(byDefault.sseAlgorithm())) {
      throw ServiceError.unsupported("Encryption by " + byDefault.sseAlgorithm());
    }
    if (byDefault.kmsMasterKeyID() != null) {
      throw ServiceError.badRequest(
          "InvalidArgument",
          "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms");
    }
  }

  private void change(
      @Nullable String name,
      @Nullable String expectedOwner,
      ServerSideEncryptionRule rule,
      boolean blocking) {
    boolean bucketKey = Boolean.TRUE.equals(rule.bucketKeyEnabled());
    store.write(tx -> {
      Buckets.put(tx, Buckets.get(tx, name, expectedOwner).encrypting(bucketKey, blocking));
      return null;
    });
  }

  private DeleteBucketEncryptionResponse delete(Call call, DeleteBucketEncryptionRequest request) {
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      Buckets.put(tx, bucket.encrypting(false, false));
      return null;
    });
    return DeleteBucketEncryptionResponse.builder().build();
  }
}
