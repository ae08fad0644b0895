package croft.services.autoscaling.warmpool;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Caller;
import croft.services.autoscaling.ScalingFixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarmPoolResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      fixture.running(fixture.group(0, 2, 0));
      ResourceTrial trial =
          new ResourceTrial(
              new WarmPoolResource(),
              fixture.operations.as(
                  fixture.call(Caller.root("123456789012", "AKIAEXAMPLE"), "us-west-2")),
              fixture::settle);
      assertThat(trial.create("{'AutoScalingGroupName': 'web', 'MinSize': 0}")).matches("web");
      trial.update("{'AutoScalingGroupName': 'web', 'MinSize': 0, 'PoolState': 'Stopped'}");
      assertThat(trial.read().toString()).contains("\"PoolState\":\"Stopped\"");
      assertThat(
              trial.replacedBy(
                  "{'AutoScalingGroupName': 'x', 'MinSize': 0, 'PoolState': 'Stopped'}"))
          .containsExactly("AutoScalingGroupName");
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new WarmPoolResource().schema());
  }
}
