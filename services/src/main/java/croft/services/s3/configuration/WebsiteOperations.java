package croft.services.s3.configuration;

import croft.api.s3.DeleteBucketWebsiteRequest;
import croft.api.s3.DeleteBucketWebsiteResponse;
import croft.api.s3.GetBucketWebsiteRequest;
import croft.api.s3.GetBucketWebsiteResponse;
import croft.api.s3.PutBucketWebsiteRequest;
import croft.api.s3.PutBucketWebsiteResponse;
import croft.api.s3.S3Model;
import croft.api.s3.WebsiteConfiguration;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import java.util.List;

/** GetBucketWebsite, PutBucketWebsite and DeleteBucketWebsite. */
public final class WebsiteOperations {
  private static final BucketDocuments.Absent ABSENT =
      new BucketDocuments.Absent(
          "NoSuchWebsiteConfiguration",
          "The specified bucket does not have a website configuration");

  private final BucketDocuments documents;
  private final S3Access access;

  public WebsiteOperations(BucketDocuments documents, S3Access access) {
    this.documents = documents;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_WEBSITE,
                (call, r) -> List.of(access.bucket(call, "s3:GetBucketWebsite", r.bucket())),
                this::getBucketWebsite)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_WEBSITE,
                (call, r) -> List.of(access.bucket(call, "s3:PutBucketWebsite", r.bucket())),
                this::putBucketWebsite)
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_WEBSITE,
                (call, r) -> List.of(access.bucket(call, "s3:DeleteBucketWebsite", r.bucket())),
                this::deleteBucketWebsite)
            .anonymously());
  }

  private GetBucketWebsiteResponse getBucketWebsite(Call call, GetBucketWebsiteRequest request) {
    WebsiteConfiguration found =
        documents.get(
            request.bucket(), request.expectedBucketOwner(), BucketDocuments.WEBSITE, ABSENT);
    return GetBucketWebsiteResponse.builder()
        .indexDocument(found.indexDocument())
        .errorDocument(found.errorDocument())
        .redirectAllRequestsTo(found.redirectAllRequestsTo())
        .routingRules(found.routingRules())
        .build();
  }

  private PutBucketWebsiteResponse putBucketWebsite(Call call, PutBucketWebsiteRequest request) {
    WebsiteConfiguration wanted = request.websiteConfiguration();
    if (wanted == null) {
      throw BucketDocuments.malformed();
    }
    WebsiteShapes.check(wanted);
    documents.put(request.bucket(), request.expectedBucketOwner(), BucketDocuments.WEBSITE, wanted);
    return PutBucketWebsiteResponse.builder().build();
  }

  private DeleteBucketWebsiteResponse deleteBucketWebsite(
      Call call, DeleteBucketWebsiteRequest request) {
    documents.put(request.bucket(), request.expectedBucketOwner(), BucketDocuments.WEBSITE, null);
    return DeleteBucketWebsiteResponse.builder().build();
  }
}
