package croft.services.ec2.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.CreateKeyPairRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.InstanceNetworkInterfaceSpecification;
import croft.api.ec2.RunInstancesRequest;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.instance.ProfileLookup;
import croft.wire.http.Bytes;
import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import croft.wire.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree below {@code /latest/}, as instances of the fixture see it. */
class MetadataTreeTest {
  private Ec2Fixture fixture;
  private Path files = Path.of("");
  private InstanceIdentity identity;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    files = directory.resolve("tls");
    identity = new InstanceIdentity(files, new SecureRandom(), fixture.clock);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Instance launch(RunInstancesRequest request) {
    return fixture.ec2.runInstances(request).instancesOrEmpty().getFirst();
  }

  private HttpResponse ask(Instance from, String path) throws Exception {
    String address = Objects.requireNonNull(from.privateIpAddress());
    return new MetadataService(
            fixture.store, new NoProfiles(), new byte[32], identity, fixture.clock)
        .handler(Ec2Fixture.SCOPE, Objects.requireNonNull(from.vpcId()))
        .handle(new HttpRequest("GET", path, new Headers(), Bytes.EMPTY, address, false));
  }

  private String get(Instance from, String path) throws Exception {
    HttpResponse response = ask(from, "/latest/" + path);
    assertThat(response.status()).as(path).isEqualTo(200);
    return new String(Bytes.read(response.body(), 1 << 20), UTF_8);
  }

  @Test
  void theDocumentIsSignedByAKeyThatIsKept() throws Exception {
    Instance instance = launch(fixture.launch().build());
    String document = get(instance, "dynamic/instance-identity/document");
    assertThat(document).contains("\"instanceId\" : \"" + instance.instanceId() + "\"");
    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(identity.certificate());
    check.update(document.getBytes(UTF_8));
    byte[] signature =
        Base64.getMimeDecoder().decode(get(instance, "dynamic/instance-identity/signature"));
    assertThat(check.verify(signature)).isTrue();
    byte[] pkcs7 =
        Base64.getMimeDecoder().decode(get(instance, "dynamic/instance-identity/rsa2048"));
    CMSSignedData signed = new CMSSignedData(pkcs7);
    assertThat(((CMSProcessableByteArray) signed.getSignedContent()).getContent())
        .isEqualTo(document.getBytes(UTF_8));
    assertThat(
            signed
                .getSignerInfos()
                .getSigners()
                .iterator()
                .next()
                .verify(new JcaSimpleSignerInfoVerifierBuilder().build(identity.certificate())))
        .isTrue();
    // Another server on the same home signs with the same key.
    assertThat(new InstanceIdentity(files, new SecureRandom(), fixture.clock).certificate())
        .isEqualTo(identity.certificate());
    assertThat(Files.getPosixFilePermissions(files.resolve("instance-identity.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void everyInterfaceIsShownWithEachOfItsAddresses() throws Exception {
    Instance instance =
        launch(
            fixture
                .launch()
                .networkInterfaces(
                    List.of(
                        InstanceNetworkInterfaceSpecification.builder()
                            .deviceIndex(0)
                            .secondaryPrivateIpAddressCount(1)
                            .build(),
                        InstanceNetworkInterfaceSpecification.builder().deviceIndex(1).build()))
                .build());
    String macs = "meta-data/network/interfaces/macs/";
    List<String> listed = get(instance, macs).lines().toList();
    assertThat(listed).hasSize(2);
    String primary = get(instance, "meta-data/mac");
    assertThat(get(instance, macs + primary + "/device-number")).isEqualTo("0");
    assertThat(get(instance, macs + primary + "/local-ipv4s").lines()).hasSize(2);
    String other =
        listed.stream().filter(mac -> !mac.equals(primary + "/")).findFirst().orElseThrow();
    assertThat(get(instance, macs + other + "device-number")).isEqualTo("1");
  }

  @Test
  void keysAreListedWithTheirNames() throws Exception {
    fixture.ec2.createKeyPair(
        CreateKeyPairRequest.builder().keyName("mine").keyType("ed25519").build());
    Instance instance = launch(fixture.launch().keyName("mine").build());
    assertThat(get(instance, "meta-data/public-keys/")).isEqualTo("0=mine");
    assertThat(get(instance, "meta-data/public-keys/0/")).isEqualTo("openssh-key");
    assertThat(get(instance, "meta-data/public-keys/0/openssh-key"))
        .startsWith("ssh-ed25519 ")
        .endsWith(" mine\n");
  }

  @Test
  void whatIsNotThereIsToldAsEc2TellsIt() throws Exception {
    Instance instance = launch(fixture.launch().build());
    HttpResponse response = ask(instance, "/latest/meta-data/spot/termination-time");
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().first("Content-Type")).isEqualTo("text/html");
    assertThat(new String(Bytes.read(response.body(), 1 << 20), UTF_8))
        .contains("<title>404 - Not Found</title>");
    assertThat(get(instance, "meta-data/events/maintenance/scheduled")).isEqualTo("[]");
    assertThat(get(instance, "dynamic/fws/instance-monitoring")).isEqualTo("disabled");
  }

  /** Stands where IAM stands; no instance here has a profile. */
  private static final class NoProfiles implements ProfileLookup {
    @Override
    public Optional<Profile> byName(String account, String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Profile> byArn(String account, String arn) {
      return Optional.empty();
    }

    @Override
    public Optional<RoleCredentials> credentials(
        String account, String profileArn, String instanceId) {
      return Optional.empty();
    }
  }
}
