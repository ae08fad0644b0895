package croft.services.ec2.volume;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttachVolumeRequest;
import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.CreateVolumeRequest;
import croft.api.ec2.DeleteVolumeRequest;
import croft.api.ec2.DescribeVolumeAttributeRequest;
import croft.api.ec2.DescribeVolumesModificationsRequest;
import croft.api.ec2.DescribeVolumesRequest;
import croft.api.ec2.DetachVolumeRequest;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.Filter;
import croft.api.ec2.InstanceBlockDeviceMapping;
import croft.api.ec2.ModifyVolumeAttributeRequest;
import croft.api.ec2.ModifyVolumeRequest;
import croft.api.ec2.Placement;
import croft.api.ec2.TerminateInstancesRequest;
import croft.api.ec2.Volume;
import croft.drivers.compute.Disk;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeOperationsTest {
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

  private String made() {
    String id = String.valueOf(cloud.ec2.createVolume(volume().build()).volumeId());
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

  private String attachment(String id) {
    return look(id).attachmentsOrEmpty().stream()
        .map(a -> String.valueOf(a.state()))
        .findFirst()
        .orElse("none");
  }

  private void attach(String volume, String instance, String device) {
    cloud.ec2.attachVolume(
        AttachVolumeRequest.builder().volumeId(volume).instanceId(instance).device(device).build());
  }

  @Test
  void isCreatingUntilItsFileIsThereAndGoneOnceItIsRemoved() {
    Volume created = cloud.ec2.createVolume(volume().volumeType("gp3").build());
    assertThat(created.state()).isEqualTo("creating");
    assertThat(created.iops()).isEqualTo(3000);
    assertThat(created.throughput()).isEqualTo(125);
    String id = String.valueOf(created.volumeId());
    cloud.reconcileDisks();
    assertThat(look(id).state()).isEqualTo("available");
    assertThat(cloud.volumes.volumes())
        .hasEntrySatisfying(id, v -> assertThat(v.sizeBytes()).isEqualTo(8L << 30));

    cloud.ec2.deleteVolume(DeleteVolumeRequest.builder().volumeId(id).build());
    assertThat(look(id).state()).isEqualTo("deleting");
    cloud.reconcileDisks();
    refused("InvalidVolume.NotFound", "The volume '" + id + "' does not exist.", () -> look(id));
    assertThat(cloud.volumes.volumes()).isEmpty();
  }

  @Test
  void aFullDiskIsAnHonestError() {
    cloud.volumes.fill(true);
    String id = made();
    assertThat(look(id).state()).isEqualTo("error");
    refused("IncorrectState", "is not 'available'", () -> attach(id, cloud.running(), "/dev/sdf"));
  }

  @Test
  void whatAVolumeCannotBeIsRefused() {
    refused(
        "MissingParameter",
        "size/snapshotId",
        () -> cloud.ec2.createVolume(volume().size(null).build()));
    refused(
        "InvalidZone.NotFound",
        "'us-east-1a'",
        () -> cloud.ec2.createVolume(volume().availabilityZone("us-east-1a").build()));
    refused(
        "InvalidParameterValue",
        "too small for volume type st1; minimum is 125GiB",
        () -> cloud.ec2.createVolume(volume().volumeType("st1").build()));
    refused(
        "MissingParameter",
        "iops",
        () -> cloud.ec2.createVolume(volume().volumeType("io1").build()));
    refused(
        "InvalidParameterValue",
        "ratio of 500 is too high; maximum is 50",
        () -> cloud.ec2.createVolume(volume().volumeType("io1").iops(4000).build()));
    refused(
        "InvalidParameterCombination",
        "iops is not supported for gp2",
        () -> cloud.ec2.createVolume(volume().iops(300).build()));
    refused(
        "InvalidParameterCombination",
        "throughput is not supported for gp2",
        () -> cloud.ec2.createVolume(volume().throughput(300).build()));
    refused(
        "UnsupportedOperation",
        "Multi-Attach",
        () -> cloud.ec2.createVolume(volume().multiAttachEnabled(true).build()));
    refused(
        "InvalidSnapshot.NotFound",
        "snap-0123456789abcdef0",
        () -> cloud.ec2.createVolume(volume().snapshotId("snap-0123456789abcdef0").build()));
  }

  @Test
  void theSameTokenMakesOneVolume() {
    Volume first = cloud.ec2.createVolume(volume().clientToken("once").build());
    assertThat(cloud.ec2.createVolume(volume().clientToken("once").build()).volumeId())
        .isEqualTo(first.volumeId());
    refused(
        "IdempotentParameterMismatch",
        "inconsistent",
        () -> cloud.ec2.createVolume(volume().size(9).clientToken("once").build()));
  }

  @Test
  void isAttachedToARunningInstanceAndTakenAway() {
    String id = made();
    String instance = cloud.running();
    attach(id, instance, "/dev/sdf");
    assertThat(attachment(id)).isEqualTo("attaching");
    cloud.reconcileDisks();
    assertThat(attachment(id)).isEqualTo("attached");
    assertThat(look(id).state()).isEqualTo("in-use");
    assertThat(cloud.compute.disks(instance)).extracting(Disk::deviceName).contains("/dev/sdf");
    assertThat(cloud.describe(instance).blockDeviceMappingsOrEmpty())
        .extracting(InstanceBlockDeviceMapping::deviceName)
        .containsExactly("/dev/xvda", "/dev/sdf");
    refused(
        "VolumeInUse",
        "is already attached to an instance",
        () -> attach(id, cloud.running(), "/dev/sdf"));
    refused(
        "VolumeInUse",
        "is currently attached to " + instance,
        () -> cloud.ec2.deleteVolume(DeleteVolumeRequest.builder().volumeId(id).build()));

    cloud.compute.mount(instance, "/dev/sdf");
    cloud.ec2.detachVolume(DetachVolumeRequest.builder().volumeId(id).build());
    cloud.reconcileDisks();
    assertThat(attachment(id)).isEqualTo("busy");
    cloud.compute.unmount(instance, "/dev/sdf");
    cloud.reconcileDisks();
    assertThat(look(id).state()).isEqualTo("available");
    assertThat(cloud.compute.disks(instance)).isEmpty();
    refused(
        "IncorrectState",
        "is in the 'available' state",
        () -> cloud.ec2.detachVolume(DetachVolumeRequest.builder().volumeId(id).build()));
  }

  @Test
  void forceTakesItFromWhoeverUsesIt() {
    String id = made();
    String instance = cloud.running();
    attach(id, instance, "/dev/sdf");
    cloud.reconcileDisks();
    cloud.compute.mount(instance, "/dev/sdf");
    cloud.ec2.detachVolume(DetachVolumeRequest.builder().volumeId(id).force(true).build());
    cloud.reconcileDisks();
    assertThat(look(id).state()).isEqualTo("available");
  }

  @Test
  void aPlaceIsForOneVolume() {
    String instance = cloud.running();
    String first = made();
    String second = made();
    attach(first, instance, "/dev/sdf");
    refused(
        "InvalidParameterValue",
        "Attachment point /dev/xvdf is already in use",
        () -> attach(second, instance, "/dev/xvdf"));
    refused(
        "InvalidParameterValue",
        "Attachment point /dev/xvda is already in use",
        () -> attach(second, instance, "/dev/xvda"));
    refused(
        "InvalidParameterValue",
        "is not a valid EBS device name",
        () -> attach(second, instance, "xvdf"));
    refused(
        "InvalidAttachment.NotFound",
        "is not attached to instance",
        () ->
            cloud.ec2.detachVolume(
                DetachVolumeRequest.builder().volumeId(first).device("/dev/sdg").build()));
    refused(
        "OperationNotPermitted",
        "Unable to detach root volume",
        () ->
            cloud.ec2.detachVolume(
                DetachVolumeRequest.builder().volumeId(rootOf(instance)).build()));
    String elsewhere =
        String.valueOf(
            cloud.ec2.createVolume(volume().availabilityZone("us-west-2b").build()).volumeId());
    cloud.reconcileDisks();
    refused(
        "InvalidVolume.ZoneMismatch",
        "is not in the same availability zone",
        () -> attach(elsewhere, instance, "/dev/sdh"));
  }

  private String rootOf(String instance) {
    return cloud
        .ec2
        .describeVolumes(
            DescribeVolumesRequest.builder()
                .filters(
                    List.of(
                        Filter.builder()
                            .name("attachment.instance-id")
                            .values(List.of(instance))
                            .build(),
                        Filter.builder()
                            .name("attachment.device")
                            .values(List.of("/dev/xvda"))
                            .build()))
                .build())
        .volumesOrEmpty()
        .stream()
        .map(v -> String.valueOf(v.volumeId()))
        .findFirst()
        .orElse("");
  }

  @Test
  void growsAndTells() {
    String id = made();
    cloud.ec2.modifyVolume(
        ModifyVolumeRequest.builder().volumeId(id).size(20).volumeType("gp3").build());
    refused(
        "IncorrectModificationState",
        id,
        () -> cloud.ec2.modifyVolume(ModifyVolumeRequest.builder().volumeId(id).size(30).build()));
    cloud.reconcileDisks();
    var modification =
        cloud
            .ec2
            .describeVolumesModifications(
                DescribeVolumesModificationsRequest.builder().volumeIds(List.of(id)).build())
            .volumesModificationsOrEmpty()
            .getFirst();
    assertThat(modification.modificationState()).isEqualTo("completed");
    assertThat(modification.originalSize()).isEqualTo(8);
    assertThat(look(id).size()).isEqualTo(20);
    assertThat(look(id).iops()).isEqualTo(3000);
    assertThat(cloud.volumes.volumes())
        .hasEntrySatisfying(id, v -> assertThat(v.sizeBytes()).isEqualTo(20L << 30));
    refused(
        "InvalidParameterValue",
        "New size cannot be smaller",
        () -> cloud.ec2.modifyVolume(ModifyVolumeRequest.builder().volumeId(id).size(3).build()));
  }

  @Test
  void anAttributeIsKept() {
    String id = made();
    cloud.ec2.modifyVolumeAttribute(
        ModifyVolumeAttributeRequest.builder()
            .volumeId(id)
            .autoEnableIO(AttributeBooleanValue.builder().value(true).build())
            .build());
    var attribute =
        cloud.ec2.describeVolumeAttribute(
            DescribeVolumeAttributeRequest.builder()
                .volumeId(id)
                .attribute("autoEnableIO")
                .build());
    assertThat(attribute.autoEnableIO()).extracting(AttributeBooleanValue::value).isEqualTo(true);
  }

  private static BlockDeviceMapping mapping(String device, int size, boolean delete) {
    return BlockDeviceMapping.builder()
        .deviceName(device)
        .ebs(EbsBlockDevice.builder().volumeSize(size).deleteOnTermination(delete).build())
        .build();
  }

  @Test
  void aLaunchBringsItsVolumesAndTheEndTakesSome() {
    String instance =
        String.valueOf(
            cloud
                .ec2
                .runInstances(
                    cloud
                        .launch()
                        .blockDeviceMappings(
                            List.of(mapping("/dev/sdf", 5, true), mapping("/dev/sdg", 6, false)))
                        .placement(Placement.builder().availabilityZone("us-west-2a").build())
                        .build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    cloud.reconcile();
    assertThat(cloud.compute.disks(instance))
        .extracting(Disk::deviceName)
        .containsExactly("/dev/sdf", "/dev/sdg");
    assertThat(cloud.describe(instance).blockDeviceMappingsOrEmpty())
        .allSatisfy(m -> assertThat(m.ebs()).hasToString(String.valueOf(m.ebs())))
        .hasSize(3);

    cloud.ec2.terminateInstances(
        TerminateInstancesRequest.builder().instanceIds(List.of(instance)).build());
    cloud.reconcile();
    cloud.reconcileDisks();
    List<Volume> left =
        cloud.ec2.describeVolumes(DescribeVolumesRequest.builder().build()).volumesOrEmpty();
    assertThat(left).extracting(Volume::size).containsExactly(6);
    assertThat(left.getFirst().state()).isEqualTo("available");
    assertThat(cloud.volumes.volumes()).hasSize(1);
  }

  @Test
  void launchesAreRefusedWhatCannotBeHonoured() {
    refused(
        "UnsupportedOperation",
        "instance store volume (ephemeral0)",
        () ->
            cloud.ec2.runInstances(
                cloud
                    .launch()
                    .blockDeviceMappings(
                        List.of(
                            BlockDeviceMapping.builder()
                                .deviceName("/dev/sdb")
                                .virtualName("ephemeral0")
                                .build()))
                    .build()));
    refused(
        "InvalidParameterValue",
        "already in use",
        () ->
            cloud.ec2.runInstances(
                cloud
                    .launch()
                    .blockDeviceMappings(
                        List.of(mapping("/dev/sdf", 5, true), mapping("/dev/xvdf", 5, true)))
                    .build()));
  }

  @Test
  void anUnknownFilterIsRefused() {
    refused(
        "InvalidParameterValue",
        "The filter 'colour' is invalid",
        () ->
            cloud.ec2.describeVolumes(
                DescribeVolumesRequest.builder()
                    .filters(
                        List.of(Filter.builder().name("colour").values(List.of("red")).build()))
                    .build()));
  }
}
