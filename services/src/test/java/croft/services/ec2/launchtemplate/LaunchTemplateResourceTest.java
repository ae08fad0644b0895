package croft.services.ec2.launchtemplate;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaunchTemplateResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String template =
          """
          {'LaunchTemplateData': {'ImageId': 'ami-1a2b3c4d', 'InstanceType': '%s',
             'NetworkInterfaces': [{'DeviceIndex': 0, 'AssociatePublicIpAddress': true}]},
           'TagSpecifications': [{'ResourceType': 'launch-template',
                                  'Tags': [{'Key': 'a', 'Value': 'b'}]}]}
          """;
      ResourceTrial trial = ec2.trial("LaunchTemplate");
      String id = trial.create(template.formatted("t3.micro"));
      assertThat(trial.attribute("LaunchTemplateId").asString()).isEqualTo(id).startsWith("lt-");
      assertThat(trial.attribute("LatestVersionNumber").asString()).isEqualTo("1");
      trial.update(template.formatted("t3.small"));
      assertThat(trial.attribute("LatestVersionNumber").asString()).isEqualTo("2");
      assertThat(trial.attribute("DefaultVersionNumber").asString()).isEqualTo("1");
      ResourceTrial instance = ec2.trial("Instance");
      instance.create(
          "{'LaunchTemplate': {'LaunchTemplateId': '%s', 'Version': '2'}}".formatted(id));
      assertThat(instance.read().path("InstanceType").asString()).isEqualTo("t3.small");
      trial.delete();
    }
  }
}
