package croft.services.ec2.keypair;

import static croft.services.ec2.Ec2Fixture.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.CreateKeyPairRequest;
import croft.api.ec2.DescribeKeyPairsRequest;
import croft.api.ec2.ImportKeyPairRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairOperationsTest {
  @TempDir private Path directory;
  private Ec2Fixture fixture;

  @BeforeEach
  void open() {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ed25519"})
  void sshItselfReadsTheKeyThatIsHandedOut(String type) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/ssh-keygen")), "ssh-keygen is not installed");
    croft.api.ec2.KeyPair created =
        fixture.ec2.createKeyPair(
            CreateKeyPairRequest.builder().keyName("k").keyType(type).build());
    Path file = directory.resolve("key.pem");
    Files.writeString(file, Objects.requireNonNull(created.keyMaterial()) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Process keygen =
        new ProcessBuilder("/usr/bin/ssh-keygen", "-y", "-f", file.toString())
            .redirectErrorStream(true)
            .start();
    String publicKey = new String(keygen.getInputStream().readAllBytes(), UTF_8);
    assertThat(keygen.waitFor()).as(publicKey).isZero();
    String kept =
        fixture
            .ec2
            .describeKeyPairs(DescribeKeyPairsRequest.builder().includePublicKey(true).build())
            .keyPairsOrEmpty()
            .getFirst()
            .publicKey();
    assertThat(publicKey.strip()).startsWith(String.valueOf(kept));
  }

  @Test
  void anImportedKeyHasTheFingerprintAwsComputes() {
    // The public half of a key made by ssh-keygen; the fingerprint by `ssh-keygen -lf`, padded as
    // EC2 has it.
    String line =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a@b";
    assertThat(
            fixture
                .ec2
                .importKeyPair(
                    ImportKeyPairRequest.builder()
                        .keyName("k")
                        .publicKeyMaterial(line.getBytes(UTF_8))
                        .build())
                .keyFingerprint())
        .isEqualTo("+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU=");
    refused(
        "InvalidKeyPair.Duplicate",
        "already exists",
        () -> fixture.ec2.createKeyPair(CreateKeyPairRequest.builder().keyName("k").build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ssh-rsa", "ssh-rsa !!!", "ssh-rsa AAAA", "-----BEGIN PUBLIC KEY-----"})
  void whatIsNoPublicKeyIsRefused(String material) {
    refused(
        "InvalidKey.Format",
        "OpenSSH public key format",
        () ->
            fixture.ec2.importKeyPair(
                ImportKeyPairRequest.builder()
                    .keyName("k")
                    .publicKeyMaterial(material.getBytes(UTF_8))
                    .build()));
  }
}
