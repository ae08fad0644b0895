package croft.services.ec2.natgateway;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NatGatewayResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String vpc = ec2.vpc();
      String gateway = ec2.trial("InternetGateway").create("{}");
      ec2.trial("VPCGatewayAttachment")
          .create("{'VpcId': '%s', 'InternetGatewayId': '%s'}".formatted(vpc, gateway));
      ResourceTrial address = ec2.trial("EIP");
      address.create("{'Domain': 'vpc'}");
      String allocation = address.attribute("AllocationId").asString();
      ResourceTrial trial = ec2.trial("NatGateway");
      String id =
          trial.create(
              "{'SubnetId': '%s', 'AllocationId': '%s'}".formatted(ec2.subnet(vpc), allocation));
      assertThat(trial.attribute("NatGatewayId").asString()).isEqualTo(id).startsWith("nat-");
      assertThat(trial.attribute("EniId").asString()).startsWith("eni-");
      assertThat(trial.read().path("AllocationId").asString()).isEqualTo(allocation);
      trial.delete();
    }
  }
}
