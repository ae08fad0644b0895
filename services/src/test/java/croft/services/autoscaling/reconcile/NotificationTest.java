package croft.services.autoscaling.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import croft.api.autoscaling.EnableMetricsCollectionQuery;
import croft.api.autoscaling.PutNotificationConfigurationType;
import croft.api.autoscaling.SetDesiredCapacityType;
import croft.api.sns.PublishInput;
import croft.api.sns.PublishResponse;
import croft.api.sns.SnsModel;
import croft.services.autoscaling.ScalingFixture;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.wire.schema.ServiceModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationTest {
  private final TopicRoom topics = new TopicRoom();
  private ScalingFixture scaling;

  @BeforeEach
  void open(@TempDir Path directory) {
    scaling = new ScalingFixture(directory, topics);
    scaling.running(scaling.group(0, 3, 0));
  }

  @AfterEach
  void close() {
    scaling.close();
  }

  @Test
  void aTopicIsToldOfLaunchesAndEnds() {
    scaling.autoscaling.putNotificationConfiguration(
        PutNotificationConfigurationType.builder()
            .autoScalingGroupName("web")
            .topicARN("arn:aws:sns:us-west-2:123456789012:told")
            .notificationTypes(
                List.of("autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_TERMINATE"))
            .build());
    want(1);
    want(0);
    assertThat(topics.published)
        .extracting(PublishInput::subject)
        .containsExactly(
            "Auto Scaling: test notification for group \"web\"",
            "Auto Scaling: launch for group \"web\"",
            "Auto Scaling: termination for group \"web\"");
    assertThat(topics.published.get(1).message())
        .contains("\"Event\":\"autoscaling:EC2_INSTANCE_LAUNCH\"")
        .contains("\"AutoScalingGroupName\":\"web\"")
        .contains("\"Availability Zone\":\"us-west-2a\"");
  }

  @Test
  void metricsAreCollectedByTheMinute() {
    scaling.autoscaling.enableMetricsCollection(
        EnableMetricsCollectionQuery.builder()
            .autoScalingGroupName("web")
            .granularity("1Minute")
            .metrics(List.of("GroupDesiredCapacity", "GroupInServiceInstances"))
            .build());
    scaling.settle();
    want(2);
    scaling.pass(Duration.ofMinutes(1));
    assertThat(scaling.metrics).containsOnlyKeys("GroupDesiredCapacity", "GroupInServiceInstances");
    assertThat(scaling.metrics.get("GroupInServiceInstances")).containsExactly(0.0, 2.0);
  }

  private void want(int capacity) {
    scaling.autoscaling.setDesiredCapacity(
        SetDesiredCapacityType.builder()
            .autoScalingGroupName("web")
            .desiredCapacity(capacity)
            .build());
    scaling.settle();
  }

  private static final class TopicRoom implements ServiceRoom {
    private final List<PublishInput> published = new ArrayList<>();

    @Override
    public ServiceModel model() {
      return SnsModel.MODEL;
    }

    @Override
    public List<Binding<?, ?>> bindings() {
      return List.of(
          Binding.bind(
              SnsModel.PUBLISH,
              AccessRule.toAll("sns:Publish"),
              (call, request) -> {
                published.add(request);
                return PublishResponse.builder().build();
              }));
    }
  }
}
