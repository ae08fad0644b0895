package croft.services.ec2.volume;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VolumeResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      String instance = ec2.fixture.running();
      String zone =
          String.valueOf(
              java.util.Objects.requireNonNull(ec2.fixture.describe(instance).placement())
                  .availabilityZone());
      ResourceTrial trial = ec2.trial("Volume");
      String volume = "{'Size': %d, 'AvailabilityZone': '%s', 'VolumeType': 'gp3'}";
      String id = trial.create(volume.formatted(1, zone));
      assertThat(trial.attribute("VolumeId").asString()).isEqualTo(id);

      ResourceTrial attachment = ec2.trial("VolumeAttachment");
      String named =
          attachment.create(
              "{'VolumeId': '%s', 'InstanceId': '%s', 'Device': '/dev/sdh'}"
                  .formatted(id, instance));
      assertThat(named).isEqualTo(id + "|" + instance);
      assertThat(attachment.read().path("Device").asString()).isEqualTo("/dev/sdh");
      attachment.delete();

      trial.update(volume.formatted(2, zone));
      assertThat(trial.read().path("Size").asInt()).isEqualTo(2);
      trial.snapshot();
      trial.delete();
    }
  }
}
