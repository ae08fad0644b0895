package croft.services.ec2.subnet;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class SubnetResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String vpc = ec2.vpc();
      ResourceTrial trial = ec2.trial("Subnet");
      String id =
          trial.create(
              """
              {'VpcId': '%s', 'CidrBlock': '10.9.1.0/24', 'AvailabilityZone': 'us-west-2b',
               'MapPublicIpOnLaunch': true, 'Tags': [{'Key': 'Name', 'Value': 'front'}]}
              """
                  .formatted(vpc));
      assertThat(id).startsWith("subnet-");
      ObjectNode live = trial.read();
      assertThat(live.path("MapPublicIpOnLaunch").asBoolean()).isTrue();
      assertThat(live.path("Tags").toString())
          .isEqualTo(
              """
              [{"Key":"Name","Value":"front"}]\
              """);
      assertThat(trial.attribute("AvailabilityZone").asString()).isEqualTo("us-west-2b");
      assertThat(trial.attribute("NetworkAclAssociationId").asString()).startsWith("aclassoc-");
      assertThat(trial.attribute("VpcId").asString()).isEqualTo(vpc);

      trial.update(
          """
          {'VpcId': '%s', 'CidrBlock': '10.9.1.0/24', 'AvailabilityZone': 'us-west-2b',
           'PrivateDnsNameOptionsOnLaunch': {'HostnameType': 'ip-name'}}
          """
              .formatted(vpc));
      assertThat(trial.read().path("MapPublicIpOnLaunch").asBoolean()).isFalse();
      assertThat(trial.read().path("PrivateDnsNameOptionsOnLaunch").path("HostnameType").asString())
          .isEqualTo("ip-name");
      assertThat(trial.read().path("Tags")).isEmpty();
      trial.delete();
    }
  }
}
