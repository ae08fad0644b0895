package croft.services.ec2.vpc;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VpcCidrBlockResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      ResourceTrial trial = ec2.trial("VPCCidrBlock");
      String id = trial.create("{'VpcId': '%s', 'CidrBlock': '10.7.0.0/16'}".formatted(ec2.vpc()));
      assertThat(id).startsWith("vpc-cidr-assoc-");
      assertThat(trial.read().path("CidrBlock").asString()).isEqualTo("10.7.0.0/16");
      trial.delete();
    }
  }
}
