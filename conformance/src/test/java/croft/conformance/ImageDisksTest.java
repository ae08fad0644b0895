package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/** Images with disks, made of instances that really run, and roots that are read from a disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImageDisksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  private Image settled(String id) {
    return Await.until(
        PATIENCE,
        () -> ec2.describeImages(r -> r.imageIds(id)).images().getFirst(),
        image -> image.state() != ImageState.PENDING);
  }

  private static BlockDeviceMapping disk(int gibibytes) {
    return BlockDeviceMapping.builder()
        .deviceName("/dev/sdf")
        .ebs(e -> e.volumeSize(gibibytes))
        .build();
  }

  private static String snapshotOf(Image image) {
    return image.blockDeviceMappings().stream()
        .filter(mapping -> mapping.deviceName().equals("/dev/sdf"))
        .findFirst()
        .orElseThrow()
        .ebs()
        .snapshotId();
  }

  private void gone(String... ids) {
    ec2.terminateInstances(r -> r.instanceIds(ids));
    List.of(ids).forEach(id -> cloud.become(id, InstanceStateName.TERMINATED));
  }

  @Test
  void theRootAndAVolumeAreOfOneMomentAndInEveryInstance() {
    String original = cloud.run(r -> r.blockDeviceMappings(disk(1))).instanceId();
    croft.awaitBoot(original);
    // A writer that counts on both disks, one after the other: neither may be ahead by two.
    croft.told(
        original,
        "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data"
            + " && echo kept > /data/file"
            + " && (setsid sh -c 'i=0; while :; do i=$((i+1)); echo $i > /srv/n.new;"
            + " mv /srv/n.new /srv/n; echo $i > /data/n.new; mv /data/n.new /data/n; done'"
            + " > /dev/null 2>&1 &)");
    Await.until(PATIENCE, () -> croft.seen(original, "cat /data/n"), n -> !n.isEmpty());
    String id =
        ec2.createImage(r -> r.instanceId(original).name("with-a-disk").noReboot(true)).imageId();
    Image image = settled(id);
    assertThat(image.state()).as(image.toString()).isEqualTo(ImageState.AVAILABLE);
    String snapshot = snapshotOf(image);
    assertThat(ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots().getFirst().state())
        .isEqualTo(SnapshotState.COMPLETED);

    String copy = cloud.run(r -> r.imageId(id)).instanceId();
    String told =
        croft.told(
            copy,
            "mkdir -p /data && mount /dev/xvdf /data && cat /data/file"
                + " && echo $(( $(cat /srv/n) - $(cat /data/n) ))");
    assertThat(told).isIn("kept\n0", "kept\n1");

    Ec2Exception refused =
        catchThrowableOfType(
            Ec2Exception.class, () -> ec2.deleteSnapshot(r -> r.snapshotId(snapshot)));
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidSnapshot.InUse");
    assertThat(refused.awsErrorDetails().errorMessage())
        .isEqualTo("The snapshot " + snapshot + " is currently in use by " + id);
    ec2.deregisterImage(r -> r.imageId(id));
    ec2.deleteSnapshot(r -> r.snapshotId(snapshot));
    gone(original, copy);
  }

  @Test
  void aRebootComesBetweenAndTheVolumeIsWhole() {
    String original = cloud.run(r -> r.blockDeviceMappings(disk(1))).instanceId();
    croft.awaitBoot(original);
    croft.told(
        original,
        "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data && echo kept > /data/file");
    String id = ec2.createImage(r -> r.instanceId(original).name("rebooted")).imageId();
    assertThat(settled(id).state()).isEqualTo(ImageState.AVAILABLE);
    String copy = cloud.run(r -> r.imageId(id).blockDeviceMappings(disk(2))).instanceId();
    assertThat(
            croft.told(
                copy,
                "mkdir -p /data && mount /dev/xvdf /data && cat /data/file;"
                    + " blockdev --getsize64 /dev/xvdf"))
        .isEqualTo("kept\n" + (2L << 30));
    gone(original, copy);
  }

  @Test
  void aRegisteredSnapshotOfARootRuns() {
    String original = cloud.run(r -> r.blockDeviceMappings(disk(2))).instanceId();
    croft.awaitBoot(original);
    // A little root of one program, made inside by hand.
    croft.told(
        original,
        "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data && cd /data"
            + " && for p in sh cat sleep ls; do b=$(readlink -f $(command -v $p));"
            + " for f in $b $(ldd $b | grep -o '/[^ ]*'); do mkdir -p .$(dirname $f);"
            + " cp -L $f .$f; done; mkdir -p bin; [ -e bin/$p ] || cp -L $b bin/$p; done"
            + " && mkdir -p etc tmp && echo registered > etc/mark && chown 1000 etc/mark");
    String volume =
        ec2.describeVolumes(r ->
                r.filters(
                    List.of(
                        filter("attachment.instance-id", original),
                        filter("attachment.device", "/dev/sdf"))))
            .volumes()
            .getFirst()
            .volumeId();
    String snapshot = ec2.createSnapshot(r -> r.volumeId(volume)).snapshotId();
    Await.until(
        PATIENCE,
        () -> ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots().getFirst().state(),
        state -> state == SnapshotState.COMPLETED);
    String id =
        ec2.registerImage(r ->
                r.name("registered")
                    .rootDeviceName("/dev/xvda")
                    .virtualizationType("hvm")
                    .blockDeviceMappings(
                        List.of(
                            BlockDeviceMapping.builder()
                                .deviceName("/dev/xvda")
                                .ebs(e -> e.snapshotId(snapshot))
                                .build())))
            .imageId();
    Image image = settled(id);
    assertThat(image.state()).as(image.toString()).isEqualTo(ImageState.AVAILABLE);
    assertThat(image.blockDeviceMappings().getFirst().ebs().snapshotId()).isEqualTo(snapshot);
    String copy = cloud.run(r -> r.imageId(id)).instanceId();
    assertThat(croft.told(copy, "cat /etc/mark; ls -ln /etc/mark"))
        .startsWith("registered\n")
        .contains(" 1000 ");
    gone(original, copy);
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
