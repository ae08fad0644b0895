package croft.services.autoscaling.launchconfiguration;

import static org.assertj.core.api.Assertions.assertThat;

import croft.base.Caller;
import croft.services.autoscaling.ScalingFixture;
import croft.services.ec2.Ec2Fixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaunchConfigurationResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      ResourceTrial trial =
          new ResourceTrial(
              new LaunchConfigurationResource(),
              fixture.operations.as(
                  fixture.call(Caller.root("123456789012", "AKIAEXAMPLE"), "us-west-2")),
              () -> {});
      String name =
          trial.create(
              """
              {'ImageId': '%s', 'InstanceType': 't3.micro', 'InstanceMonitoring': false,
               'UserData': 'IyEvYmluL3NoCg==',
               'BlockDeviceMappings': [{'DeviceName': '/dev/sdf', 'Ebs': {'VolumeSize': 1}}]}
              """
                  .formatted(Ec2Fixture.IMAGE));
      assertThat(name).matches("shop-Thing-[0-9A-F]{12}");
      assertThat(trial.read().path("InstanceMonitoring").asBoolean(true)).isFalse();
      assertThat(trial.read().path("UserData").asString()).isEqualTo("IyEvYmluL3NoCg==");
      assertThat(trial.read().path("BlockDeviceMappings").toString()).contains("\"VolumeSize\":1");
      assertThat(trial.replacedBy("{'ImageId': 'ami-1', 'InstanceType': 't3.micro'}"))
          .contains("ImageId", "UserData");
      trial.delete();
    }
  }

  @Test
  void takesImagesThatAreOnlyAtAws() {
    try (ScalingFixture fixture = new ScalingFixture(directory)) {
      ResourceTrial trial =
          new ResourceTrial(
              new LaunchConfigurationResource(),
              fixture.operations.as(
                  fixture.call(Caller.root("123456789012", "AKIAEXAMPLE"), "us-west-2")),
              () -> {});
      trial.create("{'ImageId': 'ami-7f418316', 'InstanceType': 't3.micro'}");
      assertThat(trial.read().path("ImageId").asString()).isEqualTo("ami-7f418316");
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new LaunchConfigurationResource().schema());
  }
}
