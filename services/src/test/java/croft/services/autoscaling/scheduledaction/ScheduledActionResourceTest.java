package croft.services.autoscaling.scheduledaction;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Caller;
import croft.services.autoscaling.ScalingFixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScheduledActionResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      fixture.running(fixture.group(0, 2, 0));
      ResourceTrial trial =
          new ResourceTrial(
              new ScheduledActionResource(),
              fixture.operations.as(
                  fixture.call(Caller.root("123456789012", "AKIAEXAMPLE"), "us-west-2")),
              fixture::settle);
      assertThat(
              trial.create(
                  "{'AutoScalingGroupName': 'web', 'Recurrence': '0 9 * * *', 'MinSize': 1}"))
          .matches("shop-Thing-[0-9A-F]{12}");
      trial.update("{'AutoScalingGroupName': 'web', 'Recurrence': '0 10 * * *', 'MinSize': 2}");
      assertThat(trial.read().toString())
          .contains("\"Recurrence\":\"0 10 * * *\"", "\"MinSize\":2");
      assertThat(
              trial.replacedBy(
                  "{'AutoScalingGroupName': 'x', 'Recurrence': '0 10 * * *', 'MinSize': 2}"))
          .containsExactly("AutoScalingGroupName");
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new ScheduledActionResource().schema());
  }
}
