package croft.services.autoscaling.policy;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Caller;
import croft.services.autoscaling.ScalingFixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScalingPolicyResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      fixture.running(fixture.group(0, 2, 0));
      ResourceTrial trial =
          new ResourceTrial(
              new ScalingPolicyResource(),
              fixture.operations.as(
                  fixture.call(Caller.root("123456789012", "AKIAEXAMPLE"), "us-west-2")),
              () -> {});
      String arn =
          trial.create(
              """
              {'AdjustmentType': 'ChangeInCapacity', 'AutoScalingGroupName': 'web',
               'Cooldown': 60, 'ScalingAdjustment': 1}
              """);
      assertThat(arn).contains(":scalingPolicy:").contains(":policyName/shop-Thing-");
      assertThat(trial.attribute("Arn").asString()).isEqualTo(arn);
      assertThat(trial.read().path("ScalingAdjustment").asInt()).isEqualTo(1);

      trial.update(
          """
          {'AdjustmentType': 'ChangeInCapacity', 'AutoScalingGroupName': 'web',
           'ScalingAdjustment': -1}
          """);
      assertThat(trial.read().path("ScalingAdjustment").asInt()).isEqualTo(-1);
      assertThat(trial.read().has("Cooldown")).isFalse();
      assertThat(trial.replacedBy("{'AutoScalingGroupName': 'x'}"))
          .containsExactly("AutoScalingGroupName");
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new ScalingPolicyResource().schema());
  }
}
