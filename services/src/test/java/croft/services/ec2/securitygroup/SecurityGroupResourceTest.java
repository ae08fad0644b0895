package croft.services.ec2.securitygroup;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Fixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class SecurityGroupResourceTest {
  @TempDir Path directory;

  @Test
  void ofTheDefaultVpcIsKnownByItsName() {
    try (Ec2Fixture fixture = new Ec2Fixture(directory)) {
      ResourceTrial trial =
          new ResourceTrial(new SecurityGroupResource(), fixture.resources(), fixture::reconcile);
      String name =
          trial.create(
              """
              {'GroupDescription': 'Web and SSH',
               'SecurityGroupIngress': [
                 {'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22, 'CidrIp': '10.0.0.0/8'},
                 {'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 80, 'CidrIp': '0.0.0.0/0'}]}
              """);
      assertThat(name).matches("shop-Thing-[0-9A-F]{12}");
      assertThat(trial.attribute("GroupId").asString()).startsWith("sg-");
      assertThat(trial.attribute("VpcId").asString()).startsWith("vpc-");

      ObjectNode live = trial.read();
      assertThat(live.path("SecurityGroupIngress").toString())
          .contains("\"FromPort\":22", "\"CidrIp\":\"10.0.0.0/8\"", "\"FromPort\":80");
      assertThat(live.path("SecurityGroupEgress").toString())
          .contains("\"IpProtocol\":\"-1\",\"CidrIp\":\"0.0.0.0/0\"");

      trial.update(
          """
          {'GroupDescription': 'Web and SSH', 'Tags': [{'Key': 'a', 'Value': 'b'}],
           'SecurityGroupIngress': [
             {'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 80, 'CidrIp': '0.0.0.0/0'},
             {'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443, 'CidrIp': '0.0.0.0/0'}]}
          """);
      assertThat(trial.read().path("SecurityGroupIngress").toString())
          .contains("\"FromPort\":80", "\"FromPort\":443")
          .doesNotContain("\"FromPort\":22");
      assertThat(trial.replacedBy("{'GroupDescription': 'x'}")).containsExactly("GroupDescription");
      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new SecurityGroupResource().schema());
  }
}
