package croft.services.s3.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.ServiceError;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import croft.services.resource.ResourceType;
import croft.services.s3.S3Fixture;
import croft.services.s3.access.BucketPolicyResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BucketResourceTest {
  @TempDir Path directory;

  private static ResourceTrial trial(S3Fixture fixture, ResourceType type) {
    return new ResourceTrial(type, fixture.calls(), () -> {}).stackTags(Map.of("team", "shop"));
  }

  @Test
  void aBucketAndItsPolicyLive() throws IOException {
    try (S3Fixture fixture = new S3Fixture(directory)) {
      ResourceTrial bucket = trial(fixture, new BucketResource());
      String name =
          bucket.create(
              """
              {'VersioningConfiguration': {'Status': 'Enabled'},
               'WebsiteConfiguration': {'IndexDocument': 'index.html', 'ErrorDocument': 'e.html'},
               'CorsConfiguration': {'CorsRules': [{'AllowedMethods': ['GET'],
                 'AllowedOrigins': ['*'], 'MaxAge': 5, 'Id': 'one'}]},
               'BucketEncryption': {'ServerSideEncryptionConfiguration': [
                 {'ServerSideEncryptionByDefault': {'SSEAlgorithm': 'AES256'}}]}}
              """);
      assertThat(name).isLowerCase().startsWith("shop-thing-");
      assertThat(bucket.attribute("Arn").asString()).isEqualTo("arn:aws:s3:::" + name);
      assertThat(bucket.attribute("DomainName").asString()).isEqualTo(name + ".s3.amazonaws.com");
      assertThat(bucket.read().path("VersioningConfiguration").path("Status").asString())
          .isEqualTo("Enabled");
      assertThat(bucket.read().path("Tags").toString()).contains("shop");

      ResourceTrial policy = trial(fixture, new BucketPolicyResource());
      policy.create(
          """
          {'Bucket': '%1$s', 'PolicyDocument': {'Version': '2012-10-17', 'Statement': [
            {'Effect': 'Allow', 'Principal': {'AWS': '123456789012'}, 'Action': 's3:GetObject',
             'Resource': 'arn:aws:s3:::%1$s/*'}]}}
          """
              .formatted(name));
      assertThat(policy.read().path("PolicyDocument").toString()).contains("s3:GetObject");
      policy.delete();

      bucket.update("{'AccessControl': 'Private'}");
      assertThat(bucket.read().path("VersioningConfiguration").path("Status").asString())
          .isEqualTo("Suspended");
      bucket.delete();
    }
  }

  @Test
  void aPublicBucketOfAnOldTemplateIsPublicAndOneThatIsNotEmptyStays() throws IOException {
    try (S3Fixture fixture = new S3Fixture(directory)) {
      ResourceTrial bucket = trial(fixture, new BucketResource());
      String name = bucket.create("{'AccessControl': 'PublicRead'}");
      fixture.put(name, "a", "b");
      org.assertj.core.api.Assertions.assertThatThrownBy(bucket::delete)
          .isInstanceOf(ServiceError.class)
          .hasMessageContaining("not empty");
    }
  }

  @Test
  void typesHaveThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new BucketResource().schema());
    AwsSchema.compare(new BucketPolicyResource().schema());
  }
}
