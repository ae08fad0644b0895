package croft.services.s3.access;

import croft.api.s3.DeletePublicAccessBlockRequest;
import croft.api.s3.DeletePublicAccessBlockResponse;
import croft.api.s3.GetPublicAccessBlockRequest;
import croft.api.s3.GetPublicAccessBlockResponse;
import croft.api.s3.PublicAccessBlockConfiguration;
import croft.api.s3.PutPublicAccessBlockRequest;
import croft.api.s3.PutPublicAccessBlockResponse;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.bucket.Bucket;
import croft.services.s3.bucket.Buckets;
import croft.store.Store;
import java.util.List;
import java.util.Map;

/** GetPublicAccessBlock, PutPublicAccessBlock and DeletePublicAccessBlock. */
public final class PublicAccessOperations {
  private final Store store;
  private final S3Access access;
  private final AccessSettings settings;

  public PublicAccessOperations(Store store, S3Access access) {
    this.store = store;
    this.access = access;
    this.settings = new AccessSettings(store);
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    String putAction = "s3:PutBucketPublicAccessBlock";
    return List.of(
        Binding.bind(
                S3Model.GET_PUBLIC_ACCESS_BLOCK,
                (call, r) ->
                    List.of(access.bucket(call, "s3:GetBucketPublicAccessBlock", r.bucket())),
                this::getPublicAccessBlock)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_PUBLIC_ACCESS_BLOCK,
                (call, r) -> List.of(access.bucket(call, putAction, r.bucket())),
                this::putPublicAccessBlock)
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_PUBLIC_ACCESS_BLOCK,
                (call, r) -> List.of(access.bucket(call, putAction, r.bucket())),
                this::deletePublicAccessBlock)
            .anonymously());
  }

  private GetPublicAccessBlockResponse getPublicAccessBlock(
      Call call, GetPublicAccessBlockRequest request) {
    Bucket bucket =
        store.read(tx -> Buckets.get(tx, request.bucket(), request.expectedBucketOwner()));
    if (bucket.configuration(AccessSettings.PUBLIC_ACCESS_BLOCK) == null) {
      throw new ServiceError(
          "NoSuchPublicAccessBlockConfiguration",
          404,
          "The public access block configuration was not found",
          Map.of("BucketName", bucket.name()));
    }
    PublicAccessBlock block = settings.publicAccessBlock(bucket);
    return GetPublicAccessBlockResponse.builder()
        .publicAccessBlockConfiguration(
            PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(block.blockPublicAcls())
                .ignorePublicAcls(block.ignorePublicAcls())
                .blockPublicPolicy(block.blockPublicPolicy())
                .restrictPublicBuckets(block.restrictPublicBuckets())
                .build())
        .build();
  }

  private PutPublicAccessBlockResponse putPublicAccessBlock(
      Call call, PutPublicAccessBlockRequest request) {
    PublicAccessBlockConfiguration wanted = request.publicAccessBlockConfiguration();
    if (wanted == null) {
      throw AclErrors.missingDocument();
    }
    PublicAccessBlock block =
        new PublicAccessBlock(
            Boolean.TRUE.equals(wanted.blockPublicAcls()),
            Boolean.TRUE.equals(wanted.ignorePublicAcls()),
            Boolean.TRUE.equals(wanted.blockPublicPolicy()),
            Boolean.TRUE.equals(wanted.restrictPublicBuckets()));
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      Buckets.configure(tx, bucket, AccessSettings.PUBLIC_ACCESS_BLOCK, settings.document(block));
      return bucket;
    });
    return PutPublicAccessBlockResponse.builder().build();
  }

  private DeletePublicAccessBlockResponse deletePublicAccessBlock(
      Call call, DeletePublicAccessBlockRequest request) {
    store.write(tx -> {
      Bucket bucket = Buckets.get(tx, request.bucket(), request.expectedBucketOwner());
      Buckets.configure(tx, bucket, AccessSettings.PUBLIC_ACCESS_BLOCK, null);
      return bucket;
    });
    return DeletePublicAccessBlockResponse.builder().build();
  }
}
