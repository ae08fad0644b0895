package croft.services.s3.access;

import static croft.services.resource.PropertyType.JSON;
import static croft.services.resource.PropertyType.STRING;

import croft.api.s3.DeleteBucketPolicyRequest;
import croft.api.s3.GetBucketPolicyRequest;
import croft.api.s3.ListBucketsRequest;
import croft.api.s3.PutBucketPolicyRequest;
import croft.api.s3.S3Api;
import croft.base.ServiceError;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::S3::BucketPolicy}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html">AWS::S3::BucketPolicy</a>.
 */
public final class BucketPolicyResource implements ResourceType {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::S3::BucketPolicy", "Bucket")
          .with(
              Property.of("Bucket", STRING).needed().replacing(),
              Property.of("PolicyDocument", JSON).needed());

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static S3Api s3(ResourceRequest request) {
    return new S3Api(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String bucket = request.text("Bucket");
    if (!request.repeated() && document(request, bucket).isPresent()) {
      throw ServiceError.badRequest(
          "AlreadyExists", "The bucket policy already exists on bucket " + bucket + ".");
    }
    put(request, bucket);
    return Made.of(bucket);
  }

  private static void put(ResourceRequest request, String bucket) {
    s3(request)
        .putBucketPolicy(
            PutBucketPolicyRequest.builder()
                .bucket(bucket)
                .policy(Documents.text(request.properties().path("PolicyDocument")))
                .build());
  }

  private static Optional<String> document(ResourceRequest request, String bucket) {
    return Missing.empty(() ->
        s3(request)
            .getBucketPolicy(GetBucketPolicyRequest.builder().bucket(bucket).build())
            .policy());
  }

  @Override
  public void update(ResourceRequest request) {
    put(request, request.physicalId());
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() ->
        s3(request)
            .deleteBucketPolicy(
                DeleteBucketPolicyRequest.builder().bucket(request.physicalId()).build()));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return document(request, request.physicalId())
        .map(document -> {
          ObjectNode live = Documents.object().put("Bucket", request.physicalId());
          live.set("PolicyDocument", Documents.tree(document));
          return live;
        });
  }

  /** The buckets that have one. */
  @Override
  public List<String> list(ResourceRequest request) {
    return s3(request).listBuckets(ListBucketsRequest.builder().build()).bucketsOrEmpty().stream()
        .map(bucket -> Objects.requireNonNull(bucket.name()))
        .filter(bucket -> document(request, bucket).isPresent())
        .toList();
  }
}
