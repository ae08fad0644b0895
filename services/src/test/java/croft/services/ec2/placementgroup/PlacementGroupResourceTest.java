package croft.services.ec2.placementgroup;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlacementGroupResourceTest {
  @TempDir Path directory;

  @Test
  void livesAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      ResourceTrial trial = ec2.trial("PlacementGroup");
      String name = trial.create("{'Strategy': 'spread'}");
      assertThat(name).startsWith("shop-Thing-");
      assertThat(trial.attribute("GroupName").asString()).isEqualTo(name);
      assertThat(trial.read().path("Strategy").asString()).isEqualTo("spread");
      trial.delete();
    }
  }
}
