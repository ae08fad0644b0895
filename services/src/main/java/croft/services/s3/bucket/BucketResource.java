package croft.services.s3.bucket;

import static croft.services.resource.PropertyType.STRING;

import croft.api.s3.CreateBucketConfiguration;
import croft.api.s3.CreateBucketRequest;
import croft.api.s3.DeleteBucketRequest;
import croft.api.s3.DeleteBucketTaggingRequest;
import croft.api.s3.DeletePublicAccessBlockRequest;
import croft.api.s3.GetBucketTaggingRequest;
import croft.api.s3.ListBucketsRequest;
import croft.api.s3.OwnershipControls;
import croft.api.s3.OwnershipControlsRule;
import croft.api.s3.PutBucketAclRequest;
import croft.api.s3.PutBucketOwnershipControlsRequest;
import croft.api.s3.PutBucketTaggingRequest;
import croft.api.s3.S3Api;
import croft.api.s3.Tag;
import croft.api.s3.Tagging;
import croft.services.resource.Documents;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.Remade;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::S3::Bucket}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html">AWS::S3::Bucket</a>.
 */
public final class BucketResource implements ResourceType {
  private static final int LONGEST_NAME = 63;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::S3::Bucket", "BucketName")
          .with(Property.of("AccessControl", STRING), Property.of("BucketName", STRING).replacing())
          .with(BucketConfigurations.properties())
          .unsupported(
              "AbacStatus",
              "AccelerateConfiguration",
              "AnalyticsConfigurations",
              "BucketNamePrefix",
              "BucketNamespace",
              "IntelligentTieringConfigurations",
              "InventoryConfigurations",
              "LifecycleConfiguration",
              "MetadataConfiguration",
              "MetadataTableConfiguration",
              "MetricsConfigurations",
              "NotificationConfiguration",
              "ObjectLockConfiguration",
              "ObjectLockEnabled",
              "ReplicationConfiguration")
          .tags()
          .attributes(
              "Arn", "DomainName", "DualStackDomainName", "RegionalDomainName", "WebsiteURL");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  private static S3Api s3(ResourceRequest request) {
    return new S3Api(request.calls());
  }

  @Override
  public Made create(ResourceRequest request) {
    String given = request.text("BucketName");
    String name =
        given.isEmpty() ? request.generatedName(LONGEST_NAME).toLowerCase(Locale.ROOT) : given;
    String region = request.owner().region();
    CreateBucketRequest.Builder create = CreateBucketRequest.builder().bucket(name);
    if (!region.equals("us-east-1")) {
      create.createBucketConfiguration(
          CreateBucketConfiguration.builder().locationConstraint(region).build());
    }
    Remade.passedOver(request, () -> s3(request).createBucket(create.build()));
    return Made.of(name).then(() -> configure(request, name));
  }

  private static void configure(ResourceRequest request, String name) {
    BucketConfigurations.change(request, name);
    if (request.changed("AccessControl")) {
      setAcl(request, name);
    }
    boolean made = request.physicalId().isEmpty() && !request.tags().isEmpty();
    if (made || !request.givenTags().isEmpty() || !request.takenTags().isEmpty()) {
      tag(request, name);
    }
  }

  /** Templates from before buckets were closed by default ask for public ones by this alone. */
  private static void setAcl(ResourceRequest request, String name) {
    String acl = request.properties().path("AccessControl").asString("Private");
    if (!request.properties().has("OwnershipControls")) {
      OwnershipControlsRule rule =
          OwnershipControlsRule.builder().objectOwnership("ObjectWriter").build();
      s3(request)
          .putBucketOwnershipControls(
              PutBucketOwnershipControlsRequest.builder()
                  .bucket(name)
                  .ownershipControls(OwnershipControls.builder().rules(List.of(rule)).build())
                  .build());
    }
    if (acl.startsWith("Public") && !request.properties().has("PublicAccessBlockConfiguration")) {
      s3(request)
          .deletePublicAccessBlock(DeletePublicAccessBlockRequest.builder().bucket(name).build());
    }
    String canned = acl.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    s3(request).putBucketAcl(PutBucketAclRequest.builder().bucket(name).acl(canned).build());
  }

  private static void tag(ResourceRequest request, String name) {
    if (request.tags().isEmpty()) {
      s3(request).deleteBucketTagging(DeleteBucketTaggingRequest.builder().bucket(name).build());
      return;
    }
    List<Tag> tags =
        request.tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    s3(request)
        .putBucketTagging(
            PutBucketTaggingRequest.builder()
                .bucket(name)
                .tagging(Tagging.builder().tagSet(tags).build())
                .build());
  }

  @Override
  public void update(ResourceRequest request) {
    configure(request, request.physicalId());
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(() ->
        s3(request)
            .deleteBucket(DeleteBucketRequest.builder().bucket(request.physicalId()).build()));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    String name = request.physicalId();
    if (!list(request).contains(name)) {
      return Optional.empty();
    }
    String region = request.owner().region();
    ObjectNode live = Documents.object().put("BucketName", name);
    live.put("Arn", "arn:aws:s3:::" + name);
    live.put("DomainName", name + ".s3.amazonaws.com");
    live.put("DualStackDomainName", "%s.s3.dualstack.%s.amazonaws.com".formatted(name, region));
    live.put("RegionalDomainName", "%s.s3.%s.amazonaws.com".formatted(name, region));
    live.put("WebsiteURL", "http://%s.s3-website-%s.amazonaws.com".formatted(name, region));
    BucketConfigurations.tell(request, name, live);
    Map<String, String> tags = new HashMap<>();
    Missing.empty(() ->
            s3(request)
                .getBucketTagging(GetBucketTaggingRequest.builder().bucket(name).build())
                .tagSetOrEmpty())
        .orElse(List.of())
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    live.set("Tags", Documents.tags(tags));
    return Optional.of(live);
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return s3(request).listBuckets(ListBucketsRequest.builder().build()).bucketsOrEmpty().stream()
        .map(bucket -> Objects.requireNonNull(bucket.name()))
        .toList();
  }
}
