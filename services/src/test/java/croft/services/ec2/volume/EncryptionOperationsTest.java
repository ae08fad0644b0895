package croft.services.ec2.volume;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttachVolumeRequest;
import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.CopySnapshotRequest;
import croft.api.ec2.CreateSnapshotRequest;
import croft.api.ec2.CreateVolumeRequest;
import croft.api.ec2.DescribeSnapshotsRequest;
import croft.api.ec2.DescribeVolumeStatusRequest;
import croft.api.ec2.DescribeVolumesRequest;
import croft.api.ec2.DetachVolumeRequest;
import croft.api.ec2.DisableEbsEncryptionByDefaultRequest;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.EnableEbsEncryptionByDefaultRequest;
import croft.api.ec2.Filter;
import croft.api.ec2.GetEbsDefaultKmsKeyIdRequest;
import croft.api.ec2.GetEbsEncryptionByDefaultRequest;
import croft.api.ec2.ModifyEbsDefaultKmsKeyIdRequest;
import croft.api.ec2.ModifySnapshotAttributeRequest;
import croft.api.ec2.ResetEbsDefaultKmsKeyIdRequest;
import croft.api.ec2.Snapshot;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.Volume;
import croft.api.ec2.VolumeStatusItem;
import croft.api.kms.CreateAliasRequest;
import croft.api.kms.CreateKeyRequest;
import croft.api.kms.DescribeKeyRequest;
import croft.api.kms.DisableKeyRequest;
import croft.api.kms.EnableKeyRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionOperationsTest {
  @TempDir Path directory = Path.of("");
  private Ec2Fixture cloud = new Ec2Fixture(Path.of("target"));

  @BeforeEach
  void open() {
    cloud.close();
    cloud = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static CreateVolumeRequest.Builder volume() {
    return CreateVolumeRequest.builder().availabilityZone("us-west-2a").size(8);
  }

  private String made(CreateVolumeRequest.Builder request) {
    String id = String.valueOf(cloud.ec2.createVolume(request.build()).volumeId());
    cloud.reconcileDisks();
    return id;
  }

  private Volume look(String id) {
    return cloud
        .ec2
        .describeVolumes(DescribeVolumesRequest.builder().volumeIds(List.of(id)).build())
        .volumesOrEmpty()
        .getFirst();
  }

  private VolumeStatusItem status(String id) {
    return cloud
        .ec2
        .describeVolumeStatus(DescribeVolumeStatusRequest.builder().volumeIds(List.of(id)).build())
        .volumeStatusesOrEmpty()
        .getFirst();
  }

  private String key() {
    return String.valueOf(
        Objects.requireNonNull(
                cloud.kms.createKey(CreateKeyRequest.builder().build()).keyMetadata())
            .arn());
  }

  private String managedKey() {
    return String.valueOf(
        Objects.requireNonNull(
                cloud
                    .kms
                    .describeKey(DescribeKeyRequest.builder().keyId("alias/aws/ebs").build())
                    .keyMetadata())
            .arn());
  }

  private void disable(String key) {
    cloud.kms.disableKey(DisableKeyRequest.builder().keyId(key).build());
  }

  private void attach(String volume, String instance) {
    cloud.ec2.attachVolume(
        AttachVolumeRequest.builder()
            .volumeId(volume)
            .instanceId(instance)
            .device("/dev/sdf")
            .build());
  }

  private Snapshot snapshot(String volume) {
    String id =
        String.valueOf(
            cloud
                .ec2
                .createSnapshot(CreateSnapshotRequest.builder().volumeId(volume).build())
                .snapshotId());
    cloud.reconcileDisks();
    return snapshotOf(id);
  }

  private Snapshot snapshotOf(String id) {
    return cloud
        .ec2
        .describeSnapshots(DescribeSnapshotsRequest.builder().snapshotIds(List.of(id)).build())
        .snapshotsOrEmpty()
        .getFirst();
  }

  private Snapshot copy(CopySnapshotRequest.Builder request) {
    String id =
        String.valueOf(
            cloud.ec2.copySnapshot(request.sourceRegion("us-west-2").build()).snapshotId());
    cloud.reconcileDisks();
    return snapshotOf(id);
  }

  @Test
  void aVolumeIsEncryptedUnderAwssOwnKeyOrTheOneNamed() {
    String usual = made(volume().encrypted(true));
    assertThat(look(usual).state()).isEqualTo("available");
    assertThat(look(usual).encrypted()).isTrue();
    assertThat(look(usual).kmsKeyId()).isEqualTo(managedKey());

    String key = key();
    cloud.kms.createAlias(
        CreateAliasRequest.builder().aliasName("alias/disks").targetKeyId(key).build());
    for (String name : List.of(key, key.substring(key.indexOf('/') + 1), "alias/disks")) {
      assertThat(look(made(volume().encrypted(true).kmsKeyId(name))).kmsKeyId()).isEqualTo(key);
    }
    String plain = made(volume());
    assertThat(look(plain).encrypted()).isFalse();
    assertThat(look(plain).kmsKeyId()).isNull();
    assertThat(
            cloud
                .ec2
                .describeVolumes(
                    DescribeVolumesRequest.builder()
                        .filters(
                            List.of(
                                Filter.builder()
                                    .name("encrypted")
                                    .values(List.of("false"))
                                    .build()))
                        .build())
                .volumesOrEmpty())
        .extracting(Volume::volumeId)
        .containsExactly(plain);
  }

  @Test
  void whatCannotBeEncryptedIsRefused() {
    refused(
        "InvalidParameterDependency",
        "requires the parameter Encrypted",
        () -> cloud.ec2.createVolume(volume().kmsKeyId("alias/aws/ebs").build()));
    refused(
        "InvalidKMSKey.InvalidState",
        "KMS.NotFoundException: Alias",
        () -> cloud.ec2.createVolume(volume().encrypted(true).kmsKeyId("alias/none").build()));
    String key = key();
    disable(key);
    refused(
        "InvalidKMSKey.InvalidState",
        "KMS.DisabledException",
        () -> cloud.ec2.createVolume(volume().encrypted(true).kmsKeyId(key).build()));
    cloud.denied.add("kms:GenerateDataKeyWithoutPlaintext");
    cloud.volumes.encrypts(false);
    refused(
        "UnsupportedOperation",
        "missing",
        () -> cloud.ec2.createVolume(volume().encrypted(true).build()));
    refused(
        "UnsupportedOperation",
        "missing",
        () ->
            cloud.ec2.enableEbsEncryptionByDefault(
                EnableEbsEncryptionByDefaultRequest.builder().build()));
  }

  @Test
  void aRegionsDefaultsAreKept() {
    String key = key();
    assertThat(defaultKey()).isEqualTo("alias/aws/ebs");
    cloud.ec2.modifyEbsDefaultKmsKeyId(
        ModifyEbsDefaultKmsKeyIdRequest.builder().kmsKeyId(key).build());
    assertThat(defaultKey()).isEqualTo(key);
    assertThat(byDefault()).isFalse();
    cloud.ec2.enableEbsEncryptionByDefault(EnableEbsEncryptionByDefaultRequest.builder().build());
    assertThat(byDefault()).isTrue();
    assertThat(look(made(volume())).kmsKeyId()).isEqualTo(key);
    cloud.ec2.resetEbsDefaultKmsKeyId(ResetEbsDefaultKmsKeyIdRequest.builder().build());
    assertThat(look(made(volume())).kmsKeyId()).isEqualTo(managedKey());
    cloud.ec2.disableEbsEncryptionByDefault(DisableEbsEncryptionByDefaultRequest.builder().build());
    assertThat(byDefault()).isFalse();
    assertThat(look(made(volume())).encrypted()).isFalse();
  }

  private boolean byDefault() {
    return Boolean.TRUE.equals(
        cloud
            .ec2
            .getEbsEncryptionByDefault(GetEbsEncryptionByDefaultRequest.builder().build())
            .ebsEncryptionByDefault());
  }

  private String defaultKey() {
    return String.valueOf(
        cloud.ec2.getEbsDefaultKmsKeyId(GetEbsDefaultKmsKeyIdRequest.builder().build()).kmsKeyId());
  }

  @Test
  void snapshotsKeepTheKeyAndCopiesMayHaveAnother() {
    String key = key();
    String volume = made(volume().encrypted(true).kmsKeyId(key));
    Snapshot snapshot = snapshot(volume);
    assertThat(snapshot.state()).isEqualTo("completed");
    assertThat(snapshot.encrypted()).isTrue();
    assertThat(snapshot.kmsKeyId()).isEqualTo(key);
    assertThat(snapshot.dataEncryptionKeyId()).isEqualTo(volume);

    String restored = made(volume().snapshotId(snapshot.snapshotId()));
    assertThat(look(restored).state()).isEqualTo("available");
    assertThat(look(restored).kmsKeyId()).isEqualTo(key);
    String other = key();
    String under = made(volume().snapshotId(snapshot.snapshotId()).encrypted(true).kmsKeyId(other));
    assertThat(look(under).state()).isEqualTo("available");
    assertThat(look(under).kmsKeyId()).isEqualTo(other);

    Snapshot same = copy(CopySnapshotRequest.builder().sourceSnapshotId(snapshot.snapshotId()));
    assertThat(same.state()).isEqualTo("completed");
    assertThat(same.kmsKeyId()).isEqualTo(key);
    assertThat(same.dataEncryptionKeyId()).isEqualTo(volume);
    Snapshot anew =
        copy(
            CopySnapshotRequest.builder()
                .sourceSnapshotId(snapshot.snapshotId())
                .encrypted(true)
                .kmsKeyId(other));
    assertThat(anew.state()).isEqualTo("completed");
    assertThat(anew.kmsKeyId()).isEqualTo(other);
    assertThat(anew.dataEncryptionKeyId()).isEqualTo(anew.snapshotId());

    Snapshot plain = snapshot(made(volume()));
    assertThat(plain.encrypted()).isFalse();
    Snapshot encrypted =
        copy(CopySnapshotRequest.builder().sourceSnapshotId(plain.snapshotId()).encrypted(true));
    assertThat(encrypted.state()).isEqualTo("completed");
    assertThat(encrypted.kmsKeyId()).isEqualTo(managedKey());
  }

  private void share(Snapshot snapshot, String account) {
    cloud.ec2.modifySnapshotAttribute(
        ModifySnapshotAttributeRequest.builder()
            .snapshotId(snapshot.snapshotId())
            .operationType("add")
            .userIds(account.equals("all") ? List.of() : List.of(account))
            .groupNames(account.equals("all") ? List.of("all") : List.of())
            .build());
  }

  @Test
  void whatAwssOwnKeyEncryptsIsNotSharedAndNothingEncryptedIsPublic() {
    refused(
        "OperationNotPermitted",
        "Encrypted snapshots with EBS default key cannot be shared",
        () -> share(snapshot(made(volume().encrypted(true))), "210987654321"));
    Snapshot own = snapshot(made(volume().encrypted(true).kmsKeyId(key())));
    refused("OperationNotPermitted", "publicly", () -> share(own, "all"));
    share(own, "210987654321");
  }

  @Test
  void aKeyThatIsTakenAwayKeepsVolumesFromInstances() {
    String key = key();
    String volume = made(volume().encrypted(true).kmsKeyId(key));
    String instance = cloud.running();
    disable(key);
    refused("InvalidKMSKey.InvalidState", "KMS.DisabledException", () -> attach(volume, instance));
    cloud.kms.enableKey(EnableKeyRequest.builder().keyId(key).build());
    attach(volume, instance);
    disable(key);
    cloud.reconcileDisks();
    assertThat(look(volume).state()).isEqualTo("available");
    assertThat(look(volume).attachmentsOrEmpty()).isEmpty();
    assertThat(status(volume).eventsOrEmpty().getFirst().description())
        .startsWith("Could not attach encrypted volume " + volume)
        .contains("KMS.DisabledException");
    cloud.kms.enableKey(EnableKeyRequest.builder().keyId(key).build());
    attach(volume, instance);
    cloud.reconcileDisks();
    assertThat(look(volume).attachmentsOrEmpty().getFirst().state()).isEqualTo("attached");
    assertThat(status(volume).eventsOrEmpty()).isEmpty();
    assertThat(cloud.volumes.unlockedKeys()).isEmpty();
  }

  private BlockDeviceMapping mapping(String key) {
    return BlockDeviceMapping.builder()
        .deviceName("/dev/sdf")
        .ebs(EbsBlockDevice.builder().volumeSize(4).encrypted(true).kmsKeyId(key).build())
        .build();
  }

  private String launched(String key) {
    return String.valueOf(
        cloud
            .ec2
            .runInstances(cloud.launch().blockDeviceMappings(List.of(mapping(key))).build())
            .instancesOrEmpty()
            .getFirst()
            .instanceId());
  }

  private String reason(String instance) {
    croft.api.ec2.StateReason reason = cloud.describe(instance).stateReason();
    return reason == null ? "" : reason.code() + "|" + reason.message();
  }

  @Test
  void aLaunchEncryptsWhatItMapsAndSaysWhyItCannot() {
    String key = key();
    String instance = launched(key);
    cloud.reconcile();
    assertThat(cloud.state(instance)).isEqualTo("running");
    Volume mapped =
        cloud
            .ec2
            .describeVolumes(DescribeVolumesRequest.builder().build())
            .volumesOrEmpty()
            .stream()
            .filter(v -> Boolean.TRUE.equals(v.encrypted()))
            .findFirst()
            .orElseThrow();
    assertThat(mapped.kmsKeyId()).isEqualTo(key);

    cloud.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    disable(key);
    cloud.clock.advance(Duration.ofSeconds(5));
    Ec2Api later = cloud.as("123456789012");
    later.startInstances(StartInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    cloud.reconcile();
    assertThat(cloud.state(instance)).isEqualTo("stopped");
    assertThat(reason(instance))
        .startsWith(
            "Client.InvalidKMSKey.InvalidState|Client.InvalidKMSKey.InvalidState: The KMS key"
                + " provided is in an incorrect state");
    cloud.kms.enableKey(EnableKeyRequest.builder().keyId(key).build());
    cloud.ec2.startInstances(
        StartInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    assertThat(cloud.state(instance)).isEqualTo("running");

    String second = launched(key);
    disable(key);
    cloud.reconcile();
    cloud.reconcile();
    assertThat(cloud.state(second)).isEqualTo("terminated");
    assertThat(reason(second)).startsWith("Client.InvalidKMSKey.InvalidState|");
    refused("InvalidKMSKey.InvalidState", "DisabledException", () -> launched(key));
  }

  @Test
  void whatEncryptsMayEndAndTheNextAttachmentBeginsItAnew() {
    String volume = made(volume().encrypted(true));
    String instance = cloud.running();
    attach(volume, instance);
    cloud.reconcileDisks();
    assertThat(health(volume)).isEqualTo("ok passed");
    cloud.volumes.breakDown(volume);
    cloud.reconcileDisks();
    assertThat(health(volume)).isEqualTo("impaired failed");
    cloud.ec2.detachVolume(DetachVolumeRequest.builder().volumeId(volume).build());
    cloud.reconcileDisks();
    attach(volume, instance);
    cloud.reconcileDisks();
    assertThat(health(volume)).isEqualTo("ok passed");
  }

  private String health(String volume) {
    croft.api.ec2.VolumeStatusInfo info = Objects.requireNonNull(status(volume).volumeStatus());
    return info.status() + " " + info.detailsOrEmpty().getFirst().status();
  }
}
