package croft.services.ec2.snapshot;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.ec2.CopySnapshotRequest;
import croft.api.ec2.CreateSnapshotRequest;
import croft.api.ec2.CreateSnapshotsRequest;
import croft.api.ec2.CreateVolumeRequest;
import croft.api.ec2.DeleteSnapshotRequest;
import croft.api.ec2.DeleteVolumeRequest;
import croft.api.ec2.DescribeSnapshotAttributeRequest;
import croft.api.ec2.DescribeSnapshotsRequest;
import croft.api.ec2.EnableSnapshotBlockPublicAccessRequest;
import croft.api.ec2.InstanceSpecification;
import croft.api.ec2.ModifySnapshotAttributeRequest;
import croft.api.ec2.Snapshot;
import croft.api.ec2.SnapshotInfo;
import croft.api.ec2.TerminateInstancesRequest;
import croft.drivers.compute.ComputeException;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotOperationsTest {
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

  private String volume() {
    String id =
        String.valueOf(
            cloud
                .ec2
                .createVolume(
                    CreateVolumeRequest.builder().availabilityZone("us-west-2a").size(4).build())
                .volumeId());
    cloud.reconcileDisks();
    return id;
  }

  private Snapshot begun(String volume) {
    return cloud.ec2.createSnapshot(
        CreateSnapshotRequest.builder().volumeId(volume).description("kept").build());
  }

  private Snapshot look(String id) {
    return cloud
        .ec2
        .describeSnapshots(DescribeSnapshotsRequest.builder().snapshotIds(List.of(id)).build())
        .snapshotsOrEmpty()
        .getFirst();
  }

  @Test
  void isPendingUntilTheCopyIsThereAndMakesVolumes() {
    String volume = volume();
    cloud.volumes.write(cloud.volumes.open(volume), "text");
    cloud.volumes.close(volume);
    Snapshot snapshot = begun(volume);
    assertThat(snapshot.state()).isEqualTo("pending");
    String id = String.valueOf(snapshot.snapshotId());
    refused(
        "IncorrectState",
        "pending",
        () ->
            cloud.ec2.createVolume(
                CreateVolumeRequest.builder()
                    .availabilityZone("us-west-2a")
                    .snapshotId(id)
                    .build()));
    cloud.reconcileDisks();
    assertThat(look(id).state()).isEqualTo("completed");
    assertThat(look(id).progress()).isEqualTo("100%");

    cloud.ec2.deleteVolume(DeleteVolumeRequest.builder().volumeId(volume).build());
    cloud.reconcileDisks();
    var restored =
        cloud.ec2.createVolume(
            CreateVolumeRequest.builder().availabilityZone("us-west-2b").snapshotId(id).build());
    cloud.reconcileDisks();
    assertThat(restored.size()).isEqualTo(4);
    String copy = String.valueOf(restored.volumeId());
    assertThat(cloud.volumes.read(cloud.volumes.open(copy))).isEqualTo("text");
    refused(
        "InvalidParameterValue",
        "smaller than snapshot",
        () ->
            cloud.ec2.createVolume(
                CreateVolumeRequest.builder()
                    .availabilityZone("us-west-2a")
                    .snapshotId(id)
                    .size(2)
                    .build()));

    cloud.ec2.deleteSnapshot(DeleteSnapshotRequest.builder().snapshotId(id).build());
    refused("InvalidSnapshot.NotFound", id, () -> look(id));
    cloud.reconcileDisks();
    assertThat(cloud.volumes.snapshots()).isEmpty();
  }

  @Test
  void aFullDiskIsAnHonestError() {
    String volume = volume();
    cloud.volumes.fill(true);
    String id = String.valueOf(begun(volume).snapshotId());
    cloud.reconcileDisks();
    assertThat(look(id).state()).isEqualTo("error");
    assertThat(look(id).stateMessage()).contains("full");
  }

  @Test
  void aVolumeWaitsForItsSnapshot() {
    String volume = volume();
    String id = String.valueOf(begun(volume).snapshotId());
    cloud.ec2.deleteVolume(DeleteVolumeRequest.builder().volumeId(volume).build());
    cloud.reconcileDisks();
    assertThat(look(id).state()).isEqualTo("completed");
    cloud.reconcileDisks();
    assertThat(cloud.volumes.volumes()).isEmpty();
  }

  @Test
  void isCopiedAndShared() {
    String id = String.valueOf(begun(volume()).snapshotId());
    cloud.reconcileDisks();
    String copy =
        String.valueOf(
            cloud
                .ec2
                .copySnapshot(
                    CopySnapshotRequest.builder()
                        .sourceSnapshotId(id)
                        .sourceRegion("us-west-2")
                        .build())
                .snapshotId());
    cloud.reconcileDisks();
    assertThat(look(copy).state()).isEqualTo("completed");
    assertThat(look(copy).description()).isEqualTo("[Copied " + id + " from us-west-2]");
    assertThat(cloud.volumes.snapshots()).containsKeys(id, copy);

    cloud.ec2.modifySnapshotAttribute(
        ModifySnapshotAttributeRequest.builder()
            .snapshotId(id)
            .attribute("createVolumePermission")
            .operationType("add")
            .userIds(List.of("210987654321"))
            .build());
    var attribute =
        cloud.ec2.describeSnapshotAttribute(
            DescribeSnapshotAttributeRequest.builder()
                .snapshotId(id)
                .attribute("createVolumePermission")
                .build());
    assertThat(attribute.createVolumePermissionsOrEmpty())
        .extracting(p -> p.userId())
        .containsExactly("210987654321");
    cloud.ec2.enableSnapshotBlockPublicAccess(
        EnableSnapshotBlockPublicAccessRequest.builder().state("block-new-sharing").build());
    refused(
        "OperationNotPermitted",
        "block public access",
        () ->
            cloud.ec2.modifySnapshotAttribute(
                ModifySnapshotAttributeRequest.builder()
                    .snapshotId(id)
                    .operationType("add")
                    .groupNames(List.of("all"))
                    .build()));
  }

  @Test
  void theRootOfAnInstanceIsCopiedWhole() {
    String instance = cloud.running();
    String root =
        String.valueOf(
            cloud.describe(instance).blockDeviceMappingsOrEmpty().stream()
                .map(m -> m.ebs())
                .findFirst()
                .orElseThrow()
                .volumeId());
    Snapshot begun =
        cloud.ec2.createSnapshot(CreateSnapshotRequest.builder().volumeId(root).build());
    assertThat(begun.volumeSize()).as("not known before it is made").isNull();
    // An end waits for the snapshot that reads what ends.
    cloud.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    assertThatThrownBy(cloud::reconcile).isInstanceOf(ComputeException.class);
    cloud.reconcileDisks();
    cloud.reconcile();
    assertThat(cloud.state(instance)).isEqualTo("terminated");
    Snapshot made = look(String.valueOf(begun.snapshotId()));
    assertThat(made.state()).isEqualTo("completed");
    assertThat(made.volumeSize()).isEqualTo(1);
    assertThat(made.volumeId()).isEqualTo(root);
    String restored =
        String.valueOf(
            cloud
                .ec2
                .createVolume(
                    CreateVolumeRequest.builder()
                        .availabilityZone("us-west-2a")
                        .snapshotId(made.snapshotId())
                        .build())
                .volumeId());
    cloud.reconcileDisks();
    assertThat(cloud.volumes.read(cloud.volumes.open(restored))).contains("/etc/hostname");
  }

  @Test
  void allOfAnInstancesVolumesAreCopiedTheRootFirst() {
    String instance = cloud.running();
    List<SnapshotInfo> both =
        cloud
            .ec2
            .createSnapshots(
                CreateSnapshotsRequest.builder()
                    .instanceSpecification(
                        InstanceSpecification.builder().instanceId(instance).build())
                    .build())
            .snapshotsOrEmpty();
    assertThat(both).hasSize(1);
    cloud.reconcileDisks();
    assertThat(look(String.valueOf(both.getFirst().snapshotId())).state()).isEqualTo("completed");
  }
}
