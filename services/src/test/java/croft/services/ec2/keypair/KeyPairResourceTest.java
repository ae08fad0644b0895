package croft.services.ec2.keypair;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.ec2.Ec2Trials;
import croft.services.resource.ResourceTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyPairResourceTest {
  private static final String PUBLIC_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me";

  @TempDir Path directory;

  @Test
  void livesByItsNameAsAwsDocuments() {
    try (Ec2Trials ec2 = new Ec2Trials(directory)) {
      ResourceTrial trial = ec2.trial("KeyPair");
      String name =
          trial.create("{'KeyName': 'mine', 'PublicKeyMaterial': '%s'}".formatted(PUBLIC_KEY));
      assertThat(name).isEqualTo("mine");
      assertThat(trial.attribute("KeyPairId").asString()).startsWith("key-");
      assertThat(trial.attribute("KeyFingerprint").asString()).isNotEmpty();
      assertThat(trial.replacedBy("{'KeyName': 'yours', 'PublicKeyMaterial': 'x'}"))
          .containsExactly("KeyName", "PublicKeyMaterial");
      trial.delete();
    }
  }
}
