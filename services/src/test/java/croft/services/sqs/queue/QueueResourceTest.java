package croft.services.sqs.queue;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Caller;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import croft.services.sqs.SqsFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QueueResourceTest {
  @TempDir Path directory;

  private static ResourceTrial trial(
      SqsFixture fixture, croft.services.resource.ResourceType type) {
    Caller root = Caller.root(SqsFixture.ACCOUNT, "AKIAIOSFODNN7EXAMPLE");
    return new ResourceTrial(type, fixture.operations.as(fixture.call(root)), () -> {})
        .stackTags(Map.of("team", "shop"));
  }

  @Test
  void aQueueAndItsPolicyLive() {
    try (SqsFixture fixture = new SqsFixture(directory)) {
      ResourceTrial queue = trial(fixture, new QueueResource());
      String url =
          queue.create(
              """
              {'DelaySeconds': 5, 'VisibilityTimeout': 60,
               'Tags': [{'Key': 'a', 'Value': 'b'}]}
              """);
      assertThat(url).startsWith(SqsFixture.ENDPOINT);
      assertThat(queue.attribute("Arn").asString())
          .isEqualTo(SqsFixture.queueArn(queue.attribute("QueueName").asString()));
      assertThat(queue.read().path("DelaySeconds").asInt()).isEqualTo(5);
      assertThat(queue.read().path("Tags").size()).isEqualTo(2);

      queue.update("{'VisibilityTimeout': 90}");
      assertThat(queue.read().path("DelaySeconds").asInt()).isZero();
      assertThat(queue.read().path("VisibilityTimeout").asInt()).isEqualTo(90);
      assertThat(queue.replacedBy("{'FifoQueue': true}")).containsExactly("FifoQueue");

      ResourceTrial policy = trial(fixture, new QueuePolicyResource());
      policy.create(
          """
          {'Queues': ['%s'],
           'PolicyDocument': {'Version': '2012-10-17',
             'Statement': [{'Effect': 'Allow', 'Principal': '*', 'Action': 'sqs:SendMessage',
                            'Resource': '*'}]}}
          """
              .formatted(url));
      assertThat(policy.read().path("PolicyDocument").toString()).contains("sqs:SendMessage");
      policy.delete();
      queue.delete();
    }
  }

  @Test
  void aFifoQueueHasItsEnding() {
    try (SqsFixture fixture = new SqsFixture(directory)) {
      assertThat(trial(fixture, new QueueResource()).create("{'FifoQueue': true}"))
          .endsWith(".fifo");
    }
  }

  @Test
  void typesHaveThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new QueueResource().schema());
    AwsSchema.compare(new QueuePolicyResource().schema());
  }
}
