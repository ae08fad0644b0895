package croft.services.ec2.instance;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstanceResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String subnet = ec2.subnet(ec2.vpc());
      ResourceTrial trial = ec2.trial("Instance");
      String launch =
          """
          {'ImageId': 'ami-1a2b3c4d', 'InstanceType': '%s', 'SubnetId': '%s',
           'UserData': '%s', 'SourceDestCheck': %s, 'DisableApiTermination': false,
           'Tags': [{'Key': 'Name', 'Value': '%s'}]}
          """;
      String id = trial.create(launch.formatted("t3.micro", subnet, "aGVsbG8=", false, "web"));
      assertThat(id).startsWith("i-");
      assertThat(trial.read().path("ImageId").asString()).isEqualTo("ami-1a2b3c4d");
      assertThat(trial.read().path("SourceDestCheck").asBoolean()).isFalse();
      assertThat(trial.attribute("State.Name").asString()).isEqualTo("running");
      assertThat(trial.attribute("State.Code").asString()).isEqualTo("16");
      assertThat(trial.attribute("PrivateIp").asString()).startsWith("10.9.1.");
      assertThat(trial.attribute("PublicIp").asString()).isEmpty();
      assertThat(trial.attribute("PrivateDnsName").asString()).startsWith("ip-10-9-1-");
      assertThat(trial.attribute("AvailabilityZone").asString()).startsWith("us-west-2");

      trial.update(launch.formatted("t3.small", subnet, "d29ybGQ=", true, "shop"));
      assertThat(trial.read().path("InstanceType").asString()).isEqualTo("t3.small");
      assertThat(trial.read().path("UserData").asString()).isEqualTo("d29ybGQ=");
      assertThat(trial.read().path("SourceDestCheck").asBoolean()).isTrue();
      assertThat(trial.read().path("Tags").get(0).path("Value").asString()).isEqualTo("shop");
      assertThat(trial.attribute("State.Name").asString()).isEqualTo("running");
      assertThat(trial.replacedBy(launch.formatted("t3.small", "subnet-1", "eA==", true, "")))
          .containsExactly("SubnetId");
      trial.delete();
      assertThat(ec2.fixture.state(id)).isEqualTo("terminated");
    }
  }

  @Test
  void takesTheFormsOfEc2ClassicAndAttachesVolumes() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String group = ec2.trial("SecurityGroup").create("{'GroupDescription': 'web'}");
      String zone = "us-west-2a";
      String volume =
          ec2.trial("Volume").create("{'Size': 1, 'AvailabilityZone': '%s'}".formatted(zone));
      ResourceTrial trial = ec2.trial("Instance");
      trial.create(
          """
          {'ImageId': 'ami-1a2b3c4d', 'SecurityGroups': ['%s'], 'AvailabilityZone': '%s',
           'Volumes': [{'Device': '/dev/sdh', 'VolumeId': '%s'}],
           'BlockDeviceMappings': [
             {'DeviceName': '/dev/sdf', 'Ebs': {'VolumeSize': 1, 'DeleteOnTermination': true}}]}
          """
              .formatted(group, zone, volume));
      assertThat(trial.read().path("SecurityGroups").get(0).asString()).isEqualTo(group);
      assertThat(trial.read().path("Volumes").get(0).path("VolumeId").asString()).isEqualTo(volume);
      assertThat(
              trial.replacedBy(
                  """
                  {'ImageId': 'ami-1a2b3c4d', 'SecurityGroups': ['%s'], 'AvailabilityZone': '%s',
                   'BlockDeviceMappings': [{'DeviceName': '/dev/sdf', 'Ebs': {'VolumeSize': 2}}]}
                  """
                      .formatted(group, zone)))
          .containsExactly("BlockDeviceMappings");
      trial.delete();
    }
  }
}
