package croft.services.ec2.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VpcEndpointResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String vpc = ec2.vpc();
      String table = ec2.trial("RouteTable").create("{'VpcId': '%s'}".formatted(vpc));
      ResourceTrial trial = ec2.trial("VPCEndpoint");
      String id =
          trial.create(
              """
              {'VpcId': '%s', 'ServiceName': 'com.amazonaws.us-west-2.s3',
               'PolicyDocument': {'Statement': [{'Effect': 'Allow', 'Principal': '*',
                                                 'Action': 's3:Get*', 'Resource': '*'}]}}
              """
                  .formatted(vpc));
      assertThat(trial.attribute("Id").asString()).isEqualTo(id).startsWith("vpce-");
      assertThat(trial.read().path("PolicyDocument").path("Statement")).hasSize(1);
      trial.update(
          "{'VpcId': '%s', 'ServiceName': 'com.amazonaws.us-west-2.s3', 'RouteTableIds': ['%s']}"
              .formatted(vpc, table));
      assertThat(trial.read().path("RouteTableIds").get(0).asString()).isEqualTo(table);
      trial.delete();
    }
  }
}
