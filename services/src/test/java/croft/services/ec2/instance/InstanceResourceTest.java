package croft.services.ec2.instance;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Fixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class InstanceResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Fixture fixture = new Ec2Fixture(directory)) {
      ResourceTrial trial =
          new ResourceTrial(new InstanceResource(), fixture.resources(), fixture::reconcile);
      String id =
          trial.create(
              """
              {'ImageId': 'ami-76f0061f', 'InstanceType': 't3.micro', 'Monitoring': true,
               'UserData': 'IyEvYmluL3NoCg==', 'Tags': [{'Key': 'Name', 'Value': 'web'}]}
              """);
      ObjectNode live = trial.read();
      assertThat(live.path("InstanceId").asString()).isEqualTo(id).startsWith("i-");
      assertThat(live.path("ImageId").asString()).as("stands for it").isEqualTo(Ec2Fixture.IMAGE);
      assertThat(trial.attribute("State.Name").asString()).isEqualTo("running");
      assertThat(trial.attribute("PrivateIp").asString()).startsWith("172.31.");
      assertThat(trial.attribute("PublicDnsName").asString()).startsWith("ec2-");
      assertThat(trial.attribute("AvailabilityZone").asString()).startsWith("us-west-2");

      trial.update(
          """
          {'ImageId': 'ami-76f0061f', 'InstanceType': 't3.small',
           'UserData': 'IyEvYmluL3NoCg==', 'SourceDestCheck': false}
          """);
      assertThat(trial.read().path("InstanceType").asString()).isEqualTo("t3.small");
      assertThat(trial.attribute("InstanceId").asString()).isEqualTo(id);
      assertThat(trial.replacedBy("{'ImageId': 'ami-1', 'InstanceType': 't3.small'}"))
          .containsExactly("ImageId");
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new InstanceResource().schema());
  }
}
