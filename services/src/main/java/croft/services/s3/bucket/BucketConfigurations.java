package croft.services.s3.bucket;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.s3.BucketLoggingStatus;
import croft.api.s3.CORSConfiguration;
import croft.api.s3.DeleteBucketCorsRequest;
import croft.api.s3.DeleteBucketEncryptionRequest;
import croft.api.s3.DeleteBucketOwnershipControlsRequest;
import croft.api.s3.DeleteBucketWebsiteRequest;
import croft.api.s3.DeletePublicAccessBlockRequest;
import croft.api.s3.GetBucketOwnershipControlsRequest;
import croft.api.s3.GetBucketVersioningRequest;
import croft.api.s3.GetPublicAccessBlockRequest;
import croft.api.s3.OwnershipControls;
import croft.api.s3.PublicAccessBlockConfiguration;
import croft.api.s3.PutBucketCorsRequest;
import croft.api.s3.PutBucketEncryptionRequest;
import croft.api.s3.PutBucketLoggingRequest;
import croft.api.s3.PutBucketOwnershipControlsRequest;
import croft.api.s3.PutBucketVersioningRequest;
import croft.api.s3.PutBucketWebsiteRequest;
import croft.api.s3.PutPublicAccessBlockRequest;
import croft.api.s3.S3Api;
import croft.api.s3.ServerSideEncryptionConfiguration;
import croft.api.s3.WebsiteConfiguration;
import croft.services.resource.ApiShapes;
import croft.services.resource.Documents;
import croft.services.resource.Missing;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A bucket's configurations between the forms of templates and of S3's API. */
final class BucketConfigurations {
  private static final String VERSIONING = "VersioningConfiguration";
  private static final String PUBLIC_ACCESS = "PublicAccessBlockConfiguration";
  private static final String OWNERSHIP = "OwnershipControls";
  private static final String WEBSITE = "WebsiteConfiguration";
  private static final String CORS = "CorsConfiguration";
  private static final String ENCRYPTION = "BucketEncryption";
  private static final String LOGGING = "LoggingConfiguration";

  private BucketConfigurations() {}

  static Property[] properties() {
    return new Property[] {
      Property.of(VERSIONING, PropertyType.structure(Property.of("Status", STRING).needed())),
      Property.of(
          PUBLIC_ACCESS,
          PropertyType.structure(
              Property.of("BlockPublicAcls", BOOLEAN),
              Property.of("BlockPublicPolicy", BOOLEAN),
              Property.of("IgnorePublicAcls", BOOLEAN),
              Property.of("RestrictPublicBuckets", BOOLEAN))),
      Property.of(OWNERSHIP, rules("Rules", Property.of("ObjectOwnership", STRING))),
      Property.of(WEBSITE, website()),
      Property.of(
          CORS,
          rules(
              "CorsRules",
              Property.of("AllowedHeaders", STRINGS),
              Property.of("AllowedMethods", STRINGS).needed(),
              Property.of("AllowedOrigins", STRINGS).needed(),
              Property.of("ExposedHeaders", STRINGS),
              Property.of("Id", STRING),
              Property.of("MaxAge", INTEGER))),
      Property.of(
          ENCRYPTION,
          rules(
              "ServerSideEncryptionConfiguration",
              Property.of("BucketKeyEnabled", BOOLEAN),
              Property.of(
                  "ServerSideEncryptionByDefault",
                  PropertyType.structure(
                      Property.of("KMSMasterKeyID", STRING),
                      Property.of("SSEAlgorithm", STRING).needed())))),
      Property.of(
          LOGGING,
          PropertyType.structure(
              Property.of("DestinationBucketName", STRING),
              Property.of("LogFilePrefix", STRING),
              Property.unsupported("TargetObjectKeyFormat")))
    };
  }

  private static PropertyType rules(String name, Property... rule) {
    return PropertyType.structure(
        Property.of(name, PropertyType.listOf(PropertyType.structure(rule))).needed());
  }

  private static PropertyType website() {
    return PropertyType.structure(
        Property.of("ErrorDocument", STRING),
        Property.of("IndexDocument", STRING),
        Property.of(
            "RedirectAllRequestsTo",
            PropertyType.structure(
                Property.of("HostName", STRING).needed(), Property.of("Protocol", STRING))),
        Property.of(
            "RoutingRules",
            PropertyType.listOf(
                PropertyType.structure(
                    Property.of(
                            "RedirectRule",
                            PropertyType.structure(
                                Property.of("HostName", STRING),
                                Property.of("HttpRedirectCode", STRING),
                                Property.of("Protocol", STRING),
                                Property.of("ReplaceKeyPrefixWith", STRING),
                                Property.of("ReplaceKeyWith", STRING)))
                        .needed(),
                    Property.of(
                        "RoutingRuleCondition",
                        PropertyType.structure(
                            Property.of("HttpErrorCodeReturnedEquals", STRING),
                            Property.of("KeyPrefixEquals", STRING)))))));
  }

  /** Puts what is new or other, and takes what was and shall not be any more. */
  static void change(ResourceRequest request, String bucket) {
    S3Api s3 = new S3Api(request.calls());
    if (request.changed(OWNERSHIP)) {
      setOwnership(request, s3, bucket);
    }
    if (request.changed(PUBLIC_ACCESS)) {
      setPublicAccess(request, s3, bucket);
    }
    if (request.changed(VERSIONING)) {
      setVersioning(request, s3, bucket);
    }
    if (request.changed(ENCRYPTION)) {
      setEncryption(request, s3, bucket);
    }
    if (request.changed(LOGGING)) {
      setLogging(request, s3, bucket);
    }
    if (request.changed(CORS)) {
      setCors(request, s3, bucket);
    }
    if (request.changed(WEBSITE)) {
      setWebsite(request, s3, bucket);
    }
  }

  private static ObjectNode of(ResourceRequest request, String property) {
    return request.properties().path(property) instanceof ObjectNode there
        ? there.deepCopy()
        : Documents.object();
  }

  private static void setOwnership(ResourceRequest request, S3Api s3, String bucket) {
    if (!request.properties().has(OWNERSHIP)) {
      s3.deleteBucketOwnershipControls(
          DeleteBucketOwnershipControlsRequest.builder().bucket(bucket).build());
      return;
    }
    s3.putBucketOwnershipControls(
        PutBucketOwnershipControlsRequest.builder()
            .bucket(bucket)
            .ownershipControls(ApiShapes.read(of(request, OWNERSHIP), OwnershipControls::read))
            .build());
  }

  private static void setPublicAccess(ResourceRequest request, S3Api s3, String bucket) {
    if (!request.properties().has(PUBLIC_ACCESS)) {
      s3.deletePublicAccessBlock(DeletePublicAccessBlockRequest.builder().bucket(bucket).build());
      return;
    }
    s3.putPublicAccessBlock(
        PutPublicAccessBlockRequest.builder()
            .bucket(bucket)
            .publicAccessBlockConfiguration(
                ApiShapes.read(of(request, PUBLIC_ACCESS), PublicAccessBlockConfiguration::read))
            .build());
  }

  private static void setVersioning(ResourceRequest request, S3Api s3, String bucket) {
    ObjectNode wanted = of(request, VERSIONING);
    if (wanted.isEmpty()) {
      wanted.put("Status", "Suspended");
    }
    s3.putBucketVersioning(
        PutBucketVersioningRequest.builder()
            .bucket(bucket)
            .versioningConfiguration(
                ApiShapes.read(wanted, croft.api.s3.VersioningConfiguration::read))
            .build());
  }

  private static void setEncryption(ResourceRequest request, S3Api s3, String bucket) {
    if (!request.properties().has(ENCRYPTION)) {
      s3.deleteBucketEncryption(DeleteBucketEncryptionRequest.builder().bucket(bucket).build());
      return;
    }
    ObjectNode rules = Documents.object();
    rules.set("Rules", of(request, ENCRYPTION).path("ServerSideEncryptionConfiguration"));
    s3.putBucketEncryption(
        PutBucketEncryptionRequest.builder()
            .bucket(bucket)
            .serverSideEncryptionConfiguration(
                ApiShapes.read(rules, ServerSideEncryptionConfiguration::read))
            .build());
  }

  private static void setLogging(ResourceRequest request, S3Api s3, String bucket) {
    ObjectNode status = Documents.object();
    if (request.properties().has(LOGGING)) {
      ObjectNode wanted = of(request, LOGGING);
      String target = wanted.path("DestinationBucketName").asString(bucket);
      String prefix = wanted.path("LogFilePrefix").asString("");
      status.putObject("LoggingEnabled").put("TargetBucket", target).put("TargetPrefix", prefix);
    }
    s3.putBucketLogging(
        PutBucketLoggingRequest.builder()
            .bucket(bucket)
            .bucketLoggingStatus(ApiShapes.read(status, BucketLoggingStatus::read))
            .build());
  }

  private static void setCors(ResourceRequest request, S3Api s3, String bucket) {
    if (!request.properties().has(CORS)) {
      s3.deleteBucketCors(DeleteBucketCorsRequest.builder().bucket(bucket).build());
      return;
    }
    ObjectNode rules = Documents.object();
    rules.set("CORSRules", of(request, CORS).path("CorsRules"));
    for (JsonNode rule : rules.path("CORSRules")) {
      if (rule instanceof ObjectNode one) {
        rename(one, "Id", "ID");
        rename(one, "ExposedHeaders", "ExposeHeaders");
        rename(one, "MaxAge", "MaxAgeSeconds");
      }
    }
    s3.putBucketCors(
        PutBucketCorsRequest.builder()
            .bucket(bucket)
            .corsConfiguration(ApiShapes.read(rules, CORSConfiguration::read))
            .build());
  }

  private static void setWebsite(ResourceRequest request, S3Api s3, String bucket) {
    if (!request.properties().has(WEBSITE)) {
      s3.deleteBucketWebsite(DeleteBucketWebsiteRequest.builder().bucket(bucket).build());
      return;
    }
    ObjectNode site = of(request, WEBSITE);
    if (site.has("ErrorDocument")) {
      site.set("ErrorDocument", Documents.object().set("Key", site.path("ErrorDocument")));
    }
    if (site.has("IndexDocument")) {
      site.set("IndexDocument", Documents.object().set("Suffix", site.path("IndexDocument")));
    }
    for (JsonNode rule : site.path("RoutingRules")) {
      if (rule instanceof ObjectNode one) {
        rename(one, "RedirectRule", "Redirect");
        rename(one, "RoutingRuleCondition", "Condition");
      }
    }
    s3.putBucketWebsite(
        PutBucketWebsiteRequest.builder()
            .bucket(bucket)
            .websiteConfiguration(ApiShapes.read(site, WebsiteConfiguration::read))
            .build());
  }

  private static void rename(ObjectNode object, String from, String to) {
    JsonNode value = object.remove(from);
    if (value != null) {
      object.set(to, value);
    }
  }

  /** Tells those that S3 has in the form of the properties. */
  static void tell(ResourceRequest request, String bucket, ObjectNode live) {
    S3Api s3 = new S3Api(request.calls());
    String status =
        s3.getBucketVersioning(GetBucketVersioningRequest.builder().bucket(bucket).build())
            .status();
    if (status != null) {
      live.putObject(VERSIONING).put("Status", status);
    }
    Missing.empty(() ->
            s3.getPublicAccessBlock(GetPublicAccessBlockRequest.builder().bucket(bucket).build())
                .publicAccessBlockConfiguration())
        .ifPresent(found -> live.set(PUBLIC_ACCESS, ApiShapes.write(found)));
    Missing.empty(() ->
            s3.getBucketOwnershipControls(
                    GetBucketOwnershipControlsRequest.builder().bucket(bucket).build())
                .ownershipControls())
        .ifPresent(found -> live.set(OWNERSHIP, ApiShapes.write(found)));
  }
}
