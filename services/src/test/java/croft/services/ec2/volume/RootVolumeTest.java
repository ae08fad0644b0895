package croft.services.ec2.volume;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttachVolumeRequest;
import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.DescribeVolumesModificationsRequest;
import croft.api.ec2.DescribeVolumesRequest;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.EbsInstanceBlockDeviceSpecification;
import croft.api.ec2.InstanceBlockDeviceMappingSpecification;
import croft.api.ec2.ModifyInstanceAttributeRequest;
import croft.api.ec2.ModifyVolumeRequest;
import croft.api.ec2.StartInstancesRequest;
import croft.api.ec2.StopInstancesRequest;
import croft.api.ec2.TerminateInstancesRequest;
import croft.api.ec2.Volume;
import croft.api.ec2.VolumeModification;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootVolumeTest {
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

  private static EbsBlockDevice.Builder gibibytes(int size) {
    return EbsBlockDevice.builder().volumeSize(size);
  }

  private String launched(EbsBlockDevice root) {
    BlockDeviceMapping mapping =
        BlockDeviceMapping.builder().deviceName("/dev/xvda").ebs(root).build();
    String id =
        String.valueOf(
            cloud
                .ec2
                .runInstances(cloud.launch().blockDeviceMappings(List.of(mapping)).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    cloud.reconcile();
    return id;
  }

  private String rootOf(String instance) {
    return cloud.describe(instance).blockDeviceMappingsOrEmpty().stream()
        .filter(m -> "/dev/xvda".equals(m.deviceName()))
        .map(m -> m.ebs() == null ? "" : String.valueOf(m.ebs().volumeId()))
        .findFirst()
        .orElseThrow();
  }

  private Volume look(String id) {
    return cloud
        .ec2
        .describeVolumes(DescribeVolumesRequest.builder().volumeIds(List.of(id)).build())
        .volumesOrEmpty()
        .getFirst();
  }

  private void keep(String instance, boolean delete) {
    cloud.ec2.modifyInstanceAttribute(
        ModifyInstanceAttributeRequest.builder()
            .instanceId(instance)
            .blockDeviceMappings(
                List.of(
                    InstanceBlockDeviceMappingSpecification.builder()
                        .deviceName("/dev/xvda")
                        .ebs(
                            EbsInstanceBlockDeviceSpecification.builder()
                                .deleteOnTermination(delete)
                                .build())
                        .build()))
            .build());
  }

  private void terminate(String instance) {
    cloud.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    cloud.reconcileDisks();
    assertThat(cloud.state(instance)).isEqualTo("terminated");
  }

  private VolumeModification modification(String volume) {
    return cloud
        .ec2
        .describeVolumesModifications(
            DescribeVolumesModificationsRequest.builder().volumeIds(List.of(volume)).build())
        .volumesModificationsOrEmpty()
        .getFirst();
  }

  @Test
  void aLaunchSizesItsRoot() {
    String instance = launched(gibibytes(20).volumeType("gp3").iops(4000).throughput(150).build());
    Volume root = look(rootOf(instance));
    assertThat(root.size()).isEqualTo(20);
    assertThat(root.volumeType()).isEqualTo("gp3");
    assertThat(root.iops()).isEqualTo(4000);
    assertThat(root.throughput()).isEqualTo(150);
    assertThat(root.state()).isEqualTo("in-use");
    assertThat(root.attachmentsOrEmpty())
        .singleElement()
        .satisfies(a -> assertThat(a.state()).isEqualTo("attached"))
        .satisfies(a -> assertThat(a.deleteOnTermination()).isTrue());
    assertThat(cloud.compute.disks(instance)).isEmpty();
    assertThat(cloud.volumes.volumes()).isEmpty();
    terminate(instance);
    refused(
        "InvalidVolume.NotFound", "does not exist", () -> look(String.valueOf(root.volumeId())));
  }

  @Test
  void aRootWithoutASizeTellsNoneAndOneOfATypeAloneHasEight() {
    assertThat(look(rootOf(cloud.running())).size()).isNull();
    Volume typed = look(rootOf(launched(EbsBlockDevice.builder().volumeType("gp2").build())));
    assertThat(typed.size()).isEqualTo(8);
    assertThat(typed.volumeType()).isEqualTo("gp2");
  }

  @Test
  void whatARootCannotBeIsRefused() {
    refused(
        "InvalidBlockDeviceMapping",
        "snapshotId cannot be modified on root device",
        () -> launched(gibibytes(8).snapshotId("snap-0123456789abcdef0").build()));
    refused("InvalidParameterValue", "too small", () -> launched(gibibytes(0).build()));
    refused(
        "UnsupportedOperation",
        "launched without a size",
        () ->
            cloud.ec2.modifyVolume(
                ModifyVolumeRequest.builder().volumeId(rootOf(cloud.running())).size(9).build()));
  }

  @Test
  void aRunningRootThatCannotGrowSaysWhatItWaitsFor() {
    String instance = launched(gibibytes(8).build());
    String root = rootOf(instance);
    cloud.ec2.modifyVolume(ModifyVolumeRequest.builder().volumeId(root).size(10).build());
    assertThat(modification(root).modificationState()).isEqualTo("modifying");
    cloud.reconcileDisks();
    assertThat(modification(root).modificationState()).isEqualTo("optimizing");
    assertThat(modification(root).statusMessage()).contains("next start");
    assertThat(look(root).size()).isEqualTo(10);
    cloud.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    cloud.ec2.startInstances(
        StartInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    assertThat(modification(root).modificationState()).isEqualTo("completed");
    cloud.ec2.stopInstances(StopInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    cloud.ec2.modifyVolume(ModifyVolumeRequest.builder().volumeId(root).size(12).build());
    cloud.reconcileDisks();
    assertThat(modification(root).modificationState()).isEqualTo("completed");
  }

  @Test
  void aKeptRootIsAVolumeAfterwards() {
    String instance = launched(gibibytes(8).deleteOnTermination(false).build());
    String root = rootOf(instance);
    terminate(instance);
    assertThat(look(root).state()).isEqualTo("available");
    assertThat(look(root).size()).isEqualTo(8);
    assertThat(look(root).attachmentsOrEmpty()).isEmpty();
    assertThat(cloud.volumes.read(cloud.volumes.open(root))).contains("/etc/hostname");
    cloud.volumes.close(root);
    String other = cloud.running();
    cloud.ec2.attachVolume(
        AttachVolumeRequest.builder().volumeId(root).instanceId(other).device("/dev/sdf").build());
    cloud.reconcileDisks();
    assertThat(look(root).state()).isEqualTo("in-use");
    assertThat(cloud.compute.disks(other)).hasSize(1);
  }

  @Test
  void whetherARootIsKeptMayChangeAndNeedsNoSize() {
    String first = cloud.running();
    String second = cloud.running();
    String kept = rootOf(first);
    String gone = rootOf(second);
    keep(first, false);
    keep(second, false);
    keep(second, true);
    assertThat(look(kept).size()).isNull();
    terminate(first);
    terminate(second);
    assertThat(look(kept).state()).isEqualTo("available");
    assertThat(look(kept).size()).isEqualTo(1);
    refused("InvalidVolume.NotFound", "does not exist", () -> look(gone));
    assertThat(cloud.volumes.volumes()).containsOnlyKeys(kept);
  }
}
