package croft.services.ec2.peering;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VpcPeeringConnectionResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String one = ec2.vpc();
      String other =
          String.valueOf(
              java.util.Objects.requireNonNull(
                      ec2.fixture
                          .ec2
                          .createVpc(
                              croft.api.ec2.CreateVpcRequest.builder()
                                  .cidrBlock("10.8.0.0/16")
                                  .build())
                          .vpc())
                  .vpcId());
      ResourceTrial trial = ec2.trial("VPCPeeringConnection");
      String id = trial.create("{'VpcId': '%s', 'PeerVpcId': '%s'}".formatted(one, other));
      assertThat(id).startsWith("pcx-");
      assertThat(trial.read().path("PeerVpcId").asString()).isEqualTo(other);
      trial.delete();
    }
  }
}
