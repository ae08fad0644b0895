package croft.services.ec2.address;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ElasticIpResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String instance = ec2.fixture.running();
      ResourceTrial trial = ec2.trial("EIP");
      String address = trial.create("{'Domain': 'vpc', 'InstanceId': '%s'}".formatted(instance));
      assertThat(address).contains(".");
      assertThat(trial.attribute("AllocationId").asString()).startsWith("eipalloc-");
      assertThat(trial.read().path("InstanceId").asString()).isEqualTo(instance);
      trial.update("{'Domain': 'vpc'}");
      assertThat(trial.read().path("InstanceId").asString("")).isEmpty();

      ResourceTrial tie = ec2.trial("EIPAssociation");
      String id = tie.create("{'EIP': '%s', 'InstanceId': '%s'}".formatted(address, instance));
      assertThat(id).startsWith("eipassoc-");
      assertThat(tie.read().path("EIP").asString()).isEqualTo(address);
      tie.delete();
      trial.delete();
    }
  }
}
