package croft.services.ec2.vpc;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Fixture;
import croft.services.resource.AwsSchema;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class VpcResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Fixture fixture = new Ec2Fixture(directory)) {
      ResourceTrial trial =
          new ResourceTrial(new VpcResource(), fixture.resources(), fixture::reconcile)
              .stackTags(Map.of("team", "shop"));
      String id =
          trial.create(
              """
              {'CidrBlock': '10.9.0.0/16', 'EnableDnsHostnames': true,
               'Tags': [{'Key': 'Name', 'Value': 'nine'}]}
              """);

      ObjectNode live = trial.read();
      assertThat(live.path("VpcId").asString()).isEqualTo(id).startsWith("vpc-");
      assertThat(live.path("CidrBlock").asString()).isEqualTo("10.9.0.0/16");
      assertThat(live.path("EnableDnsHostnames").asBoolean()).isTrue();
      assertThat(live.path("EnableDnsSupport").asBoolean()).isTrue();
      assertThat(live.path("Tags").toString())
          .isEqualTo(
              """
              [{"Key":"Name","Value":"nine"},{"Key":"team","Value":"shop"}]\
              """);
      assertThat(trial.attribute("DefaultSecurityGroup").asString()).startsWith("sg-");
      assertThat(trial.attribute("DefaultNetworkAcl").asString()).startsWith("acl-");
      assertThat(trial.attribute("CidrBlockAssociations").get(0).asString())
          .startsWith("vpc-cidr-assoc-");

      trial.update(
          """
          {'CidrBlock': '10.9.0.0/16', 'EnableDnsSupport': false,
           'Tags': [{'Key': 'Name', 'Value': 'other'}]}
          """);
      assertThat(trial.read().path("EnableDnsSupport").asBoolean()).isFalse();
      assertThat(trial.read().path("EnableDnsHostnames").asBoolean()).isFalse();
      assertThat(trial.replacedBy("{'CidrBlock': '10.8.0.0/16'}")).containsExactly("CidrBlock");

      trial.delete();
    }
  }

  @Test
  void hasThePropertiesAndAttributesOfAws() {
    AwsSchema.compare(new VpcResource().schema());
  }
}
