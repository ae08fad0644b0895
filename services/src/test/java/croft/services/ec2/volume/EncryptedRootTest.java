package croft.services.ec2.volume;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttachVolumeRequest;
import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.CreateImageRequest;
import croft.api.ec2.CreateSnapshotRequest;
import croft.api.ec2.DescribeSnapshotsRequest;
import croft.api.ec2.DescribeVolumeStatusRequest;
import croft.api.ec2.DescribeVolumesModificationsRequest;
import croft.api.ec2.DescribeVolumesRequest;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.EnableEbsEncryptionByDefaultRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.ModifyVolumeRequest;
import croft.api.ec2.Snapshot;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.TerminateInstancesRequest;
import croft.api.ec2.Volume;
import croft.api.kms.CreateKeyRequest;
import croft.api.kms.DisableKeyRequest;
import croft.api.kms.EnableKeyRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedRootTest {
  private static final long GIBIBYTE = 1L << 30;

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

  private String key() {
    return String.valueOf(
        Objects.requireNonNull(
                cloud.kms.createKey(CreateKeyRequest.builder().build()).keyMetadata())
            .arn());
  }

  private void disable(String key) {
    cloud.kms.disableKey(DisableKeyRequest.builder().keyId(key).build());
  }

  private static EbsBlockDevice.Builder root(String key) {
    return EbsBlockDevice.builder().volumeSize(10).encrypted(true).kmsKeyId(key);
  }

  private String launched(EbsBlockDevice.Builder root) {
    BlockDeviceMapping mapping =
        BlockDeviceMapping.builder().deviceName("/dev/xvda").ebs(root.build()).build();
    String id =
        String.valueOf(
            cloud
                .ec2
                .runInstances(cloud.launch().blockDeviceMappings(List.of(mapping)).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    cloud.reconcile();
    assertThat(cloud.state(id)).isEqualTo("running");
    return id;
  }

  private Volume rootOf(String instance) {
    return cloud
        .ec2
        .describeVolumes(DescribeVolumesRequest.builder().build())
        .volumesOrEmpty()
        .stream()
        .filter(v -> v.attachmentsOrEmpty().stream().anyMatch(a -> instance.equals(a.instanceId())))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Path> opened(String disk) {
    return Objects.requireNonNull(cloud.volumes.volumes().get(disk)).blockDevice();
  }

  private Volume look(String id) {
    return cloud
        .ec2
        .describeVolumes(DescribeVolumesRequest.builder().volumeIds(List.of(id)).build())
        .volumesOrEmpty()
        .getFirst();
  }

  private void stop(String instance) {
    cloud.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    assertThat(cloud.state(instance)).isEqualTo("stopped");
  }

  private void start(String instance) {
    cloud.ec2.startInstances(
        StartInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
  }

  private void terminate(String instance) {
    cloud.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    cloud.reconcileDisks();
    assertThat(cloud.state(instance)).isEqualTo("terminated");
  }

  @Test
  void aRootIsOnADiskUnderItsKeyWhileItsInstanceRuns() {
    String key = key();
    String instance = launched(root(key));
    Volume root = rootOf(instance);
    assertThat(root.encrypted()).isTrue();
    assertThat(root.kmsKeyId()).isEqualTo(key);
    assertThat(root.size()).isEqualTo(10);
    assertThat(root.state()).isEqualTo("in-use");
    String disk = root.volumeId() + "-root";
    assertThat(cloud.volumes.volumes().get(disk))
        .satisfies(state -> assertThat(state.sizeBytes()).isEqualTo(10 * GIBIBYTE))
        .satisfies(
            state -> assertThat(cloud.compute.rootDevice(instance)).isEqualTo(state.blockDevice()));

    stop(instance);
    assertThat(opened(disk)).isEmpty();
    assertThat(cloud.volumes.unlockedKeys()).isEmpty();
    start(instance);
    assertThat(cloud.state(instance)).isEqualTo("running");
    assertThat(opened(disk)).isPresent().isEqualTo(cloud.compute.rootDevice(instance));

    terminate(instance);
    assertThat(cloud.volumes.volumes()).isEmpty();
    refused(
        "InvalidVolume.NotFound", "does not exist", () -> look(String.valueOf(root.volumeId())));
  }

  @Test
  void whereEncryptionIsTheDefaultEveryRootHasAKeyOfItsOwn() {
    cloud.ec2.enableEbsEncryptionByDefault(EnableEbsEncryptionByDefaultRequest.builder().build());
    List<Instance> launched =
        cloud.ec2.runInstances(cloud.launch().minCount(2).maxCount(2).build()).instancesOrEmpty();
    cloud.reconcile();
    for (Instance instance : launched) {
      Volume root = rootOf(String.valueOf(instance.instanceId()));
      assertThat(root.encrypted()).isTrue();
      assertThat(root.size()).isEqualTo(8);
      assertThat(root.volumeType()).isEqualTo("gp3");
      assertThat(cloud.volumes.volumes()).containsKey(root.volumeId() + "-root");
    }
    assertThat(cloud.volumes.volumes()).hasSize(2);
  }

  @Test
  void aSnapshotOfItIsEncryptedWhetherItRunsOrNot() {
    String key = key();
    String instance = launched(root(key));
    for (boolean runs : List.of(true, false)) {
      if (!runs) {
        stop(instance);
      }
      Snapshot snapshot = snapshot(String.valueOf(rootOf(instance).volumeId()));
      assertThat(snapshot.state()).isEqualTo("completed");
      assertThat(snapshot.encrypted()).isTrue();
      assertThat(snapshot.kmsKeyId()).isEqualTo(key);
      assertThat(snapshot.volumeSize()).isEqualTo(10);
    }
    assertThat(cloud.volumes.unlockedKeys()).isEmpty();
    refused(
        "UnsupportedOperation",
        "An image of an instance whose root is encrypted",
        () ->
            cloud.ec2.createImage(
                CreateImageRequest.builder().instanceId(instance).name("image").build()));
  }

  private Snapshot snapshot(String volume) {
    String id =
        String.valueOf(
            cloud
                .ec2
                .createSnapshot(CreateSnapshotRequest.builder().volumeId(volume).build())
                .snapshotId());
    cloud.reconcileDisks();
    return cloud
        .ec2
        .describeSnapshots(DescribeSnapshotsRequest.builder().snapshotIds(List.of(id)).build())
        .snapshotsOrEmpty()
        .getFirst();
  }

  @Test
  void aKeptOneIsAnEncryptedVolumeAfterwards() {
    String key = key();
    String instance = launched(root(key).deleteOnTermination(false));
    String root = String.valueOf(rootOf(instance).volumeId());
    terminate(instance);
    Volume kept = look(root);
    assertThat(kept.state()).isEqualTo("available");
    assertThat(kept.encrypted()).isTrue();
    assertThat(kept.kmsKeyId()).isEqualTo(key);
    assertThat(cloud.volumes.volumes()).containsOnlyKeys(root);
    String other = cloud.running();
    cloud.ec2.attachVolume(
        AttachVolumeRequest.builder().volumeId(root).instanceId(other).device("/dev/sdf").build());
    cloud.reconcileDisks();
    assertThat(cloud.compute.disks(other)).hasSize(1);
    assertThat(cloud.volumes.read(cloud.volumes.open(root))).contains("/etc/hostname");
  }

  @Test
  void withoutItsKeyItDoesNotStart() {
    String key = key();
    String instance = launched(root(key));
    stop(instance);
    disable(key);
    start(instance);
    cloud.reconcile();
    assertThat(cloud.state(instance)).isEqualTo("stopped");
    croft.api.ec2.StateReason reason = cloud.describe(instance).stateReason();
    assertThat(reason == null ? "" : reason.code()).isEqualTo("Client.InvalidKMSKey.InvalidState");
    refused("InvalidKMSKey.InvalidState", "DisabledException", () -> launched(root(key)));
    cloud.kms.enableKey(EnableKeyRequest.builder().keyId(key).build());
    start(instance);
    assertThat(cloud.state(instance)).isEqualTo("running");
  }

  @Test
  void itGrowsWithItsDisk() {
    String instance = launched(root(key()));
    String root = String.valueOf(rootOf(instance).volumeId());
    cloud.ec2.modifyVolume(ModifyVolumeRequest.builder().volumeId(root).size(12).build());
    cloud.reconcileDisks();
    assertThat(modification(root)).isEqualTo("optimizing");
    assertThat(diskBytes(root)).isEqualTo(12 * GIBIBYTE);
    stop(instance);
    start(instance);
    assertThat(modification(root)).isEqualTo("completed");
    stop(instance);
    cloud.ec2.modifyVolume(ModifyVolumeRequest.builder().volumeId(root).size(14).build());
    cloud.reconcileDisks();
    assertThat(modification(root)).isEqualTo("completed");
    assertThat(diskBytes(root)).isEqualTo(14 * GIBIBYTE);
  }

  private long diskBytes(String root) {
    return Objects.requireNonNull(cloud.volumes.volumes().get(root + "-root")).sizeBytes();
  }

  private @org.jspecify.annotations.Nullable String modification(String volume) {
    return cloud
        .ec2
        .describeVolumesModifications(
            DescribeVolumesModificationsRequest.builder().volumeIds(List.of(volume)).build())
        .volumesModificationsOrEmpty()
        .getFirst()
        .modificationState();
  }

  @Test
  void whatEncryptsItMayEndAndTheNextStartBeginsItAnew() {
    String instance = launched(root(key()));
    String root = String.valueOf(rootOf(instance).volumeId());
    cloud.volumes.breakDown(root + "-root");
    cloud.reconcileDisks();
    assertThat(health(root)).isEqualTo("impaired");
    stop(instance);
    start(instance);
    cloud.reconcileDisks();
    assertThat(health(root)).isEqualTo("ok");
  }

  private String health(String volume) {
    return String.valueOf(
        Objects.requireNonNull(
                cloud
                    .ec2
                    .describeVolumeStatus(
                        DescribeVolumeStatusRequest.builder().volumeIds(List.of(volume)).build())
                    .volumeStatusesOrEmpty()
                    .getFirst()
                    .volumeStatus())
            .status());
  }
}
