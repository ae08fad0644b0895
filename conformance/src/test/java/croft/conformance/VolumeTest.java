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
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Volumes of instances that really run, used by the commands anybody would type inside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VolumeTest {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String ZONE = RunningCroft.REGION + "a";

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  private String volume() {
    String id =
        ec2.createVolume(r -> r.availabilityZone(ZONE).size(1).volumeType(VolumeType.GP3))
            .volumeId();
    become(id, VolumeState.AVAILABLE);
    return id;
  }

  private Volume look(String id) {
    return ec2.describeVolumes(r -> r.volumeIds(id)).volumes().getFirst();
  }

  private Volume become(String id, VolumeState state) {
    return Await.until(SOON, () -> look(id), seen -> seen.state() == state);
  }

  private String run() {
    return cloud.run(r -> r.placement(p -> p.availabilityZone(ZONE))).instanceId();
  }

  private void attach(String volume, String instance, String device) {
    ec2.attachVolume(r -> r.volumeId(volume).instanceId(instance).device(device));
    Await.until(
        SOON,
        () -> look(volume).attachments(),
        seen -> !seen.isEmpty() && seen.getFirst().stateAsString().equals("attached"));
  }

  private void detach(String volume) {
    ec2.detachVolume(r -> r.volumeId(volume));
    become(volume, VolumeState.AVAILABLE);
  }

  @Test
  void aFileGoesWithItsVolumeFromInstanceToInstance() {
    String volume = volume();
    String first = run();
    attach(volume, first, "/dev/sdf");
    croft.told(first, "mkfs.ext4 -q /dev/sdf && mkdir /data && mount /dev/xvdf /data");
    croft.told(first, "echo kept > /data/file && chown 1000:1000 /data/file");

    String second = run();
    Ec2Exception refused =
        catchThrowableOfType(
            Ec2Exception.class,
            () -> ec2.attachVolume(r -> r.volumeId(volume).instanceId(second).device("/dev/sdf")));
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("VolumeInUse");

    ec2.detachVolume(r -> r.volumeId(volume));
    Await.until(
        SOON,
        () -> look(volume).attachments().getFirst().stateAsString(),
        state -> state.equals("busy"));
    croft.told(first, "umount /data");
    become(volume, VolumeState.AVAILABLE);
    assertThat(croft.told(first, "ls /dev/xvdf 2>&1 || true")).contains("No such file");

    attach(volume, second, "/dev/xvdg");
    assertThat(croft.told(second, "mkdir /d; mount /dev/xvdg /d; cat /d/file; stat -c %u /d/file"))
        .isEqualTo("kept\n1000");
    croft.told(second, "umount /d");
    detach(volume);
    ec2.deleteVolume(r -> r.volumeId(volume));
    Await.until(
        SOON,
        () -> croft.home().resolve("data/volumes/" + volume + ".disk").toFile().exists(),
        there -> !there);
  }

  @Test
  void fstabBringsItBackAfterARebootAndAStop() {
    String volume = volume();
    String instance = run();
    attach(volume, instance, "/dev/sdf");
    croft.awaitBoot(instance);
    croft.told(
        instance,
        "mkfs.ext4 -q /dev/xvdf && mkdir /data"
            + " && echo \"UUID=$(blkid -s UUID -o value /dev/xvdf) /data ext4 defaults,nofail 0 2\""
            + " >> /etc/fstab && mount -a && echo kept > /data/file");
    String boot = croft.told(instance, "cut -d' ' -f22 /proc/1/stat");
    ec2.rebootInstances(r -> r.instanceIds(instance));
    Await.until(
        SOON,
        () -> croft.seen(instance, "cat /data/file; cut -d' ' -f22 /proc/1/stat"),
        told -> told.startsWith("kept") && !told.endsWith(boot));

    ec2.stopInstances(r -> r.instanceIds(instance));
    cloud.become(instance, InstanceStateName.STOPPED);
    assertThat(look(volume).state()).isEqualTo(VolumeState.IN_USE);
    ec2.startInstances(r -> r.instanceIds(instance));
    cloud.become(instance, InstanceStateName.RUNNING);
    Await.until(SOON, () -> croft.seen(instance, "cat /data/file"), "kept"::equals);
  }

  @Test
  void aSnapshotOfWhatIsMountedIsWholeAndRestored() {
    String volume = volume();
    String instance = run();
    attach(volume, instance, "/dev/sdf");
    croft.told(
        instance,
        "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data"
            + " && head -c 20000000 /dev/urandom > /data/big && sha256sum < /data/big > /data/sum");
    String snapshot = ec2.createSnapshot(r -> r.volumeId(volume)).snapshotId();
    Await.until(
        SOON,
        () -> ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots().getFirst().state(),
        state -> state == SnapshotState.COMPLETED);
    croft.told(instance, "rm /data/big; sync");
    String restored =
        ec2.createVolume(r -> r.availabilityZone(ZONE).snapshotId(snapshot)).volumeId();
    become(restored, VolumeState.AVAILABLE);
    attach(restored, instance, "/dev/sdg");
    croft.told(instance, "mkdir /old && mount /dev/xvdg /old");
    assertThat(croft.told(instance, "sha256sum < /old/big; cat /old/sum").lines().distinct())
        .hasSize(1);
    ec2.deleteSnapshot(r -> r.snapshotId(snapshot));
  }

  @Test
  void aLargerVolumeIsLargerInsideAtOnce() {
    String volume = volume();
    String instance = run();
    attach(volume, instance, "/dev/sdf");
    croft.told(instance, "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data");
    ec2.modifyVolume(r -> r.volumeId(volume).size(2));
    Await.until(
        SOON,
        () ->
            ec2.describeVolumesModifications(r -> r.volumeIds(volume))
                .volumesModifications()
                .getFirst()
                .modificationStateAsString(),
        "completed"::equals);
    assertThat(croft.told(instance, "blockdev --getsize64 /dev/xvdf"))
        .isEqualTo(Long.toString(2L << 30));
    // Where the server may not grow what is mounted, it says so, and the usual way round works.
    croft.told(
        instance,
        "resize2fs /dev/xvdf || { umount /data && e2fsck -fp /dev/xvdf && resize2fs /dev/xvdf"
            + " && mount /dev/xvdf /data; }");
    assertThat(
            Integer.parseInt(croft.told(instance, "df -m --output=size /data | tail -1").strip()))
        .isGreaterThan(1800);
  }

  @Test
  void aLaunchBringsVolumesAndItsEndTakesThoseItShould() {
    Instance instance =
        cloud.run(r ->
            r.blockDeviceMappings(
                BlockDeviceMapping.builder()
                    .deviceName("/dev/sdf")
                    .ebs(e -> e.volumeSize(1))
                    .build(),
                BlockDeviceMapping.builder()
                    .deviceName("/dev/sdg")
                    .ebs(e -> e.volumeSize(1).deleteOnTermination(false))
                    .build()));
    String id = instance.instanceId();
    croft.told(id, "mkfs.ext4 -q /dev/xvdf && mkfs.ext4 -q /dev/xvdg && mkdir /data");
    croft.told(id, "mount /dev/xvdf /data && touch /data/file");
    List<String> volumes =
        cloud.look(id).blockDeviceMappings().stream()
            .filter(m -> !m.deviceName().equals("/dev/xvda"))
            .map(m -> m.ebs().volumeId())
            .toList();
    assertThat(volumes).hasSize(2);
    ec2.terminateInstances(r -> r.instanceIds(id));
    cloud.become(id, InstanceStateName.TERMINATED);
    become(volumes.get(1), VolumeState.AVAILABLE);
    Await.until(
        SOON,
        () ->
            croft.home().resolve("data/volumes/" + volumes.getFirst() + ".disk").toFile().exists(),
        there -> !there);
    ec2.deleteVolume(r -> r.volumeId(volumes.get(1)));
  }

  @Test
  void aForcedDetachTakesAVolumeThatIsMounted() {
    String volume = volume();
    String instance = run();
    attach(volume, instance, "/dev/sdf");
    croft.told(instance, "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data");
    ec2.detachVolume(r -> r.volumeId(volume).force(true));
    become(volume, VolumeState.AVAILABLE);
    assertThat(croft.told(instance, "findmnt /data || echo gone")).isEqualTo("gone");
  }
}
