package croft.services.ec2.image;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.BlockDeviceMapping;
import croft.api.ec2.CopyImageRequest;
import croft.api.ec2.CreateImageRequest;
import croft.api.ec2.CreateSnapshotRequest;
import croft.api.ec2.CreateVolumeRequest;
import croft.api.ec2.DeleteSnapshotRequest;
import croft.api.ec2.DeregisterImageRequest;
import croft.api.ec2.DescribeImagesRequest;
import croft.api.ec2.DescribeSnapshotsRequest;
import croft.api.ec2.DescribeVolumesRequest;
import croft.api.ec2.EbsBlockDevice;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Filter;
import croft.api.ec2.Image;
import croft.api.ec2.LaunchPermission;
import croft.api.ec2.LaunchPermissionModifications;
import croft.api.ec2.ModifyImageAttributeRequest;
import croft.api.ec2.RegisterImageRequest;
import croft.api.ec2.Snapshot;
import croft.api.ec2.Volume;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images with disks beside their root, and images whose root is read from a snapshot. */
class ImageDisksTest {
  private static final String OTHER = "222222222222";

  private Ec2Fixture cloud;

  @BeforeEach
  void open(@TempDir Path directory) {
    cloud = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static BlockDeviceMapping mapping(String device, EbsBlockDevice.Builder ebs) {
    return BlockDeviceMapping.builder().deviceName(device).ebs(ebs.build()).build();
  }

  private static BlockDeviceMapping without(String device) {
    return BlockDeviceMapping.builder().deviceName(device).noDevice("").build();
  }

  private static EbsBlockDevice.Builder ebs() {
    return EbsBlockDevice.builder();
  }

  private String launched(Ec2Api ec2, String image, BlockDeviceMapping... mappings) {
    String id =
        Objects.requireNonNull(
            ec2.runInstances(
                    cloud.launch().imageId(image).blockDeviceMappings(List.of(mappings)).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    cloud.reconcile();
    return id;
  }

  /** A running instance with one volume at /dev/sdf that holds a text. */
  private String original(String text) {
    String id =
        launched(
            cloud.ec2,
            Ec2Fixture.IMAGE,
            mapping("/dev/sdf", ebs().volumeSize(4).volumeType("gp3")));
    String volume = Objects.requireNonNull(volumes(cloud.ec2, id).getFirst().volumeId());
    cloud.volumes.write(cloud.volumes.open(volume), text);
    return id;
  }

  /** The volumes of an instance beside its root. */
  private static List<Volume> volumes(Ec2Api ec2, String instanceId) {
    Filter attached =
        Filter.builder().name("attachment.instance-id").values(List.of(instanceId)).build();
    return ec2
        .describeVolumes(DescribeVolumesRequest.builder().filters(List.of(attached)).build())
        .volumesOrEmpty()
        .stream()
        .filter(v -> !"/dev/xvda".equals(v.attachmentsOrEmpty().getFirst().device()))
        .toList();
  }

  private Volume root(String instanceId) {
    Filter device = Filter.builder().name("attachment.device").values(List.of("/dev/xvda")).build();
    Filter attached =
        Filter.builder().name("attachment.instance-id").values(List.of(instanceId)).build();
    return cloud
        .ec2
        .describeVolumes(
            DescribeVolumesRequest.builder().filters(List.of(device, attached)).build())
        .volumesOrEmpty()
        .getFirst();
  }

  private String text(Volume volume) {
    return cloud.volumes.read(cloud.volumes.open(String.valueOf(volume.volumeId())));
  }

  private String begun(String instance, BlockDeviceMapping... mappings) {
    return String.valueOf(
        cloud
            .ec2
            .createImage(
                CreateImageRequest.builder()
                    .instanceId(instance)
                    .name("image-of-" + instance)
                    .noReboot(true)
                    .blockDeviceMappings(List.of(mappings))
                    .build())
            .imageId());
  }

  private String made(String instance, BlockDeviceMapping... mappings) {
    String id = begun(instance, mappings);
    cloud.makeImages();
    return id;
  }

  private static Image look(Ec2Api ec2, String id) {
    return ec2.describeImages(DescribeImagesRequest.builder().imageIds(List.of(id)).build())
        .imagesOrEmpty()
        .getFirst();
  }

  private static EbsBlockDevice disk(Image image, String device) {
    return image.blockDeviceMappingsOrEmpty().stream()
        .filter(mapping -> device.equals(mapping.deviceName()))
        .flatMap(mapping -> java.util.stream.Stream.ofNullable(mapping.ebs()))
        .findFirst()
        .orElseThrow();
  }

  private static Snapshot snapshot(Ec2Api ec2, String id) {
    return ec2.describeSnapshots(
            DescribeSnapshotsRequest.builder().snapshotIds(List.of(id)).build())
        .snapshotsOrEmpty()
        .getFirst();
  }

  private static void delete(Ec2Api ec2, String snapshotId) {
    ec2.deleteSnapshot(DeleteSnapshotRequest.builder().snapshotId(snapshotId).build());
  }

  @Test
  void aVolumeBecomesASnapshotAndAVolumeOfEachInstance() {
    String instance = original("kept");
    String id = begun(instance);
    Image pending = look(cloud.ec2, id);
    EbsBlockDevice disk = disk(pending, "/dev/sdf");
    String snapshotId = String.valueOf(disk.snapshotId());
    assertThat(disk.volumeSize()).isEqualTo(4);
    assertThat(disk.volumeType()).isEqualTo("gp3");
    assertThat(disk.deleteOnTermination()).isTrue();
    cloud.reconcileDisks();
    assertThat(snapshot(cloud.ec2, snapshotId).state())
        .as("it waits for the root, to be of one moment with it")
        .isEqualTo("pending");
    assertThat(pending.state()).isEqualTo("pending");
    cloud.makeImages();
    assertThat(look(cloud.ec2, id).state()).isEqualTo("available");
    assertThat(snapshot(cloud.ec2, snapshotId).state()).isEqualTo("completed");
    assertThat(snapshot(cloud.ec2, snapshotId).description())
        .isEqualTo("Created by CreateImage(" + instance + ") for " + id);
    cloud.volumes.write(
        cloud.volumes.open(String.valueOf(volumes(cloud.ec2, instance).getFirst().volumeId())),
        "changed since");

    String copy = launched(cloud.ec2, id);
    Volume volume = volumes(cloud.ec2, copy).getFirst();
    assertThat(text(volume)).isEqualTo("kept");
    assertThat(volume.snapshotId()).isEqualTo(snapshotId);
    assertThat(volume.attachmentsOrEmpty().getFirst().device()).isEqualTo("/dev/sdf");
    assertThat(cloud.describe(copy).blockDeviceMappingsOrEmpty()).hasSize(2);
  }

  @Test
  void aRebootComesBetweenWhenItIsNotDeclined() {
    String instance = original("kept");
    String id =
        String.valueOf(
            cloud
                .ec2
                .createImage(
                    CreateImageRequest.builder().instanceId(instance).name("rebooted").build())
                .imageId());
    cloud.makeImages();
    assertThat(look(cloud.ec2, id).state()).isEqualTo("pending");
    cloud.reconcile();
    assertThat(look(cloud.ec2, id).state()).isEqualTo("available");
    assertThat(text(volumes(cloud.ec2, launched(cloud.ec2, id)).getFirst())).isEqualTo("kept");
  }

  @Test
  void theRequestsMappingsChangeLeaveOutAndAdd() {
    String instance = original("kept");
    Image none = look(cloud.ec2, made(instance, without("/dev/sdf")));
    assertThat(none.blockDeviceMappingsOrEmpty())
        .extracting(BlockDeviceMapping::deviceName)
        .containsExactly("/dev/xvda");

    cloud.ec2.deregisterImage(
        DeregisterImageRequest.builder().imageId(String.valueOf(none.imageId())).build());
    String id =
        made(
            instance,
            mapping("/dev/sdf", ebs().volumeSize(6).deleteOnTermination(false)),
            mapping("/dev/sdg", ebs().volumeSize(2)));
    EbsBlockDevice changed = disk(look(cloud.ec2, id), "/dev/sdf");
    assertThat(changed.volumeSize()).isEqualTo(6);
    assertThat(changed.deleteOnTermination()).isFalse();
    assertThat(disk(look(cloud.ec2, id), "/dev/sdg").snapshotId()).isNull();
    assertThat(volumes(cloud.ec2, launched(cloud.ec2, id)))
        .extracting(Volume::size)
        .containsExactlyInAnyOrder(6, 2);
    refused(
        "InvalidBlockDeviceMapping",
        "smaller",
        () -> begun(original("other"), mapping("/dev/sdf", ebs().volumeSize(3))));
  }

  @Test
  void aRootOfASizeIsSoInEveryInstance() {
    String original =
        launched(cloud.ec2, Ec2Fixture.IMAGE, mapping("/dev/xvda", ebs().volumeSize(5)));
    String id = made(original);
    assertThat(disk(look(cloud.ec2, id), "/dev/xvda").volumeSize()).isEqualTo(5);
    assertThat(root(launched(cloud.ec2, id)).size()).isEqualTo(5);
    assertThat(root(launched(cloud.ec2, id, mapping("/dev/xvda", ebs().volumeSize(7)))).size())
        .isEqualTo(7);
  }

  @Test
  void aLaunchOverridesAndSuppressesWhatTheImageBrings() {
    String id = made(original("kept"));
    assertThat(volumes(cloud.ec2, launched(cloud.ec2, id, without("/dev/sdf")))).isEmpty();

    String larger =
        launched(
            cloud.ec2,
            id,
            mapping("/dev/sdf", ebs().volumeSize(8)),
            mapping("/dev/sdh", ebs().volumeSize(1)));
    List<Volume> volumes = volumes(cloud.ec2, larger);
    assertThat(volumes).extracting(Volume::size).containsExactlyInAnyOrder(8, 1);
    assertThat(volumes)
        .filteredOn(volume -> Objects.equals(volume.size(), 8))
        .allSatisfy(volume -> {
          assertThat(text(volume)).isEqualTo("kept");
          assertThat(volume.volumeType()).isEqualTo("gp3");
        });
    refused(
        "InvalidBlockDeviceMapping",
        "smaller",
        () -> launched(cloud.ec2, id, mapping("/dev/sdf", ebs().volumeSize(2))));
  }

  @Test
  void aSnapshotStaysWhileAnImageUsesIt() {
    String id = made(original("kept"));
    String snapshotId = String.valueOf(disk(look(cloud.ec2, id), "/dev/sdf").snapshotId());
    refused(
        "InvalidSnapshot.InUse",
        "The snapshot " + snapshotId + " is currently in use by " + id,
        () -> delete(cloud.ec2, snapshotId));
    cloud.ec2.deregisterImage(DeregisterImageRequest.builder().imageId(id).build());
    delete(cloud.ec2, snapshotId);
    cloud.reconcileDisks();
    assertThat(cloud.volumes.snapshots()).isEmpty();
  }

  @Test
  void aSnapshotThatCannotBeTakenFailsTheImage() {
    String id = begun(original("kept"));
    String snapshotId = String.valueOf(disk(look(cloud.ec2, id), "/dev/sdf").snapshotId());
    cloud.volumes.fill(true);
    cloud.makeImages();
    Image failed = look(cloud.ec2, id);
    assertThat(failed.state()).isEqualTo("failed");
    assertThat(Objects.requireNonNull(failed.stateReason()).message()).contains("full");
    assertThat(snapshot(cloud.ec2, snapshotId).state()).isEqualTo("error");
    assertThat(cloud.images.list()).noneMatch(image -> image.id().equals(id));
    delete(cloud.ec2, snapshotId);
  }

  @Test
  void whoMayLaunchNeedsNoPermissionOnTheSnapshots() {
    String id = made(original("kept"));
    Ec2Api theirs = cloud.as(OTHER, "us-west-2");
    cloud.ec2.modifyImageAttribute(
        ModifyImageAttributeRequest.builder()
            .imageId(id)
            .launchPermission(
                LaunchPermissionModifications.builder()
                    .add(List.of(LaunchPermission.builder().userId(OTHER).build()))
                    .build())
            .build());
    String snapshotId = String.valueOf(disk(look(theirs, id), "/dev/sdf").snapshotId());
    assertThat(text(volumes(theirs, launched(theirs, id)).getFirst())).isEqualTo("kept");
    refused("InvalidSnapshot.NotFound", snapshotId, () -> snapshot(theirs, snapshotId));
    refused(
        "InvalidSnapshot.NotFound",
        snapshotId,
        () ->
            theirs.createVolume(
                CreateVolumeRequest.builder()
                    .availabilityZone("us-west-2a")
                    .snapshotId(snapshotId)
                    .build()));
    refused(
        "InvalidRequest",
        "storage",
        () ->
            theirs.copyImage(
                CopyImageRequest.builder()
                    .name("copy")
                    .sourceImageId(id)
                    .sourceRegion("us-west-2")
                    .build()));
  }

  @Test
  void aCopyInAnotherRegionHasSnapshotsOfItsOwn() {
    String id = made(original("kept"));
    Ec2Api east = cloud.as("123456789012", "us-east-1");
    String copy =
        String.valueOf(
            east.copyImage(
                    CopyImageRequest.builder()
                        .name("copy")
                        .sourceImageId(id)
                        .sourceRegion("us-west-2")
                        .build())
                .imageId());
    String snapshotId = String.valueOf(disk(look(east, copy), "/dev/sdf").snapshotId());
    cloud.makeImages();
    assertThat(look(east, copy).state()).as("its snapshot is not made").isEqualTo("pending");
    cloud.reconcileDisks();
    cloud.makeImages();
    assertThat(look(east, copy).state()).isEqualTo("available");
    cloud.ec2.deregisterImage(DeregisterImageRequest.builder().imageId(id).build());
    delete(cloud.ec2, String.valueOf(disk(look(east, copy), "/dev/sdf").snapshotId()), id);
    assertThat(text(volumes(east, launched(east, copy)).getFirst())).isEqualTo("kept");
    refused("InvalidSnapshot.InUse", copy, () -> delete(east, snapshotId));
  }

  /** Every snapshot of the account's but that one, which another region has. */
  private void delete(Ec2Api ec2, String kept, String imageId) {
    assertThat(imageId).startsWith("ami-");
    ec2.describeSnapshots(DescribeSnapshotsRequest.builder().ownerIds(List.of("self")).build())
        .snapshotsOrEmpty()
        .forEach(snapshot -> {
          assertThat(snapshot.snapshotId()).isNotEqualTo(kept);
          delete(ec2, String.valueOf(snapshot.snapshotId()));
        });
    cloud.reconcileDisks();
  }

  private String volumeSnapshot() {
    String volume =
        String.valueOf(
            cloud
                .ec2
                .createVolume(
                    CreateVolumeRequest.builder().availabilityZone("us-west-2a").size(3).build())
                .volumeId());
    cloud.reconcileDisks();
    return String.valueOf(
        cloud
            .ec2
            .createSnapshot(CreateSnapshotRequest.builder().volumeId(volume).build())
            .snapshotId());
  }

  private static RegisterImageRequest.Builder registration(String name, String snapshotId) {
    return RegisterImageRequest.builder()
        .name(name)
        .rootDeviceName("/dev/xvda")
        .virtualizationType("hvm")
        .blockDeviceMappings(List.of(mapping("/dev/xvda", ebs().snapshotId(snapshotId))));
  }

  private String register(RegisterImageRequest.Builder request) {
    return String.valueOf(cloud.ec2.registerImage(request.build()).imageId());
  }

  @Test
  void aSnapshotIsRegisteredAsAnImage() {
    String snapshotId = volumeSnapshot();
    refused("IncorrectState", "pending", () -> register(registration("too-early", snapshotId)));
    cloud.reconcileDisks();
    String id = register(registration("registered", snapshotId).enaSupport(false));
    refused("InvalidAMIID.Unavailable", "pending", () -> launched(cloud.ec2, id));
    cloud.makeImages();
    Image image = look(cloud.ec2, id);
    assertThat(image.state()).isEqualTo("available");
    assertThat(image.enaSupport()).isFalse();
    assertThat(image.rootDeviceName()).isEqualTo("/dev/xvda");
    assertThat(disk(image, "/dev/xvda").snapshotId()).isEqualTo(snapshotId);
    assertThat(disk(image, "/dev/xvda").volumeSize()).isEqualTo(3);
    assertThat(cloud.volumes.volumes()).as("none is left of the reading").hasSize(1);
    String instance = launched(cloud.ec2, id);
    assertThat(volumes(cloud.ec2, instance)).isEmpty();
    assertThat(root(instance).size()).as("as large as its snapshot").isEqualTo(3);
    assertThat(root(launched(cloud.ec2, id, mapping("/dev/xvda", ebs().volumeSize(9)))).size())
        .isEqualTo(9);
    refused("InvalidSnapshot.InUse", id, () -> delete(cloud.ec2, snapshotId));
    refused("InvalidAMIName.Duplicate", id, () -> register(registration("registered", snapshotId)));
  }

  @Test
  void aRegistrationThatCannotBeHonouredIsRefused() {
    String snapshotId = volumeSnapshot();
    cloud.reconcileDisks();
    refused(
        "InvalidSnapshot.NotFound",
        "snap-0123456789abcdef0",
        () -> register(registration("none", "snap-0123456789abcdef0")));
    refused(
        "MissingParameter",
        "rootDeviceName",
        () -> register(registration("none", snapshotId).rootDeviceName(null)));
    refused(
        "InvalidParameterCombination",
        "imageLocation",
        () -> register(registration("none", snapshotId).imageLocation("bucket/manifest.xml")));
    refused(
        "UnsupportedOperation",
        "ImageLocation",
        () ->
            register(
                RegisterImageRequest.builder().name("s3").imageLocation("bucket/manifest.xml")));
    refused(
        "UnsupportedOperation",
        "paravirtual",
        () -> register(registration("none", snapshotId).virtualizationType("paravirtual")));
    refused(
        "UnsupportedOperation",
        "RootDeviceName",
        () -> register(registration("none", snapshotId).rootDeviceName("/dev/sda1")));
    refused(
        "UnsupportedOperation",
        "BootMode",
        () -> register(registration("none", snapshotId).bootMode("uefi")));
    refused(
        "InvalidBlockDeviceMapping",
        "No root snapshot",
        () ->
            register(
                registration("none", snapshotId)
                    .blockDeviceMappings(
                        List.of(mapping("/dev/sdf", ebs().snapshotId(snapshotId))))));
  }
}
