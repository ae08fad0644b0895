package croft.services.sns.topic;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Caller;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import croft.services.sns.SnsFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (SnsFixture fixture = new SnsFixture(directory)) {
      ResourceTrial trial =
          new ResourceTrial(
                  new TopicResource(),
                  fixture.operations.as(
                      fixture.call(Caller.root(SnsFixture.ACCOUNT, "AKIAIOSFODNN7EXAMPLE"))),
                  () -> {})
              .stackTags(Map.of("team", "shop"));
      String arn =
          trial.create(
              """
              {'DisplayName': 'News', 'Tags': [{'Key': 'Name', 'Value': 'news'}],
               'Subscription': [{'Protocol': 'email', 'Endpoint': 'ops@example.com'},
                                {'Protocol': 'email', 'Endpoint': 'dev@example.com'}]}
              """);

      assertThat(arn).matches("arn:aws:sns:us-west-2:123456789012:shop-Thing-[0-9A-F]{12}");
      assertThat(trial.attribute("TopicName").asString())
          .isEqualTo(arn.substring(arn.lastIndexOf(':') + 1));
      assertThat(trial.read().path("DisplayName").asString()).isEqualTo("News");
      assertThat(trial.read().path("Subscription").size()).isEqualTo(2);

      trial.update("{'DisplayName': 'Old', 'Tags': [{'Key': 'a', 'Value': 'b'}]}");
      assertThat(trial.read().path("DisplayName").asString()).isEqualTo("Old");
      assertThat(trial.read().path("Tags").toString())
          .contains("{\"Key\":\"a\",\"Value\":\"b\"}")
          .doesNotContain("news");
      assertThat(trial.replacedBy("{'TopicName': 'x'}")).containsExactly("TopicName");
      ResourceTrial policy =
          new ResourceTrial(
              new TopicPolicyResource(),
              fixture.operations.as(
                  fixture.call(Caller.root(SnsFixture.ACCOUNT, "AKIAIOSFODNN7EXAMPLE"))),
              () -> {});
      policy.create(
          """
          {'Topics': ['%1$s'], 'PolicyDocument': {'Version': '2012-10-17', 'Statement': [
            {'Effect': 'Allow', 'Principal': '*', 'Action': 'sns:Publish', 'Resource': '%1$s'}]}}
          """
              .formatted(arn));
      assertThat(policy.read().path("PolicyDocument").toString()).contains("sns:Publish");
      policy.delete();
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new TopicResource().schema());
    AwsSchema.compare(new TopicPolicyResource().schema());
  }
}
