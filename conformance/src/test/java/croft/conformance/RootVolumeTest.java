package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import croft.drivers.compute.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.ImageDiskContainer;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;
import software.amazon.awssdk.services.s3.S3Client;

/** Roots of a size, of instances that really run. */
final class RootVolumeTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ZONE = RunningCroft.REGION + "a";
  private static final int PLAIN_GIBIBYTE_LEAST_MEBIBYTES = 900;

  /** A few programs of this machine and their libraries: what a copy of a whole root holds. */
  private static final String SMALL_ROOT =
      """
      set -e
      for program in sh cat sleep df dd stat chown rm tail; do
        for file in $(readlink -f /bin/$program) $(ldd /bin/$program | grep -o '/[^ ]*'); do
          mkdir -p "$1$(dirname "$file")" && cp -L "$file" "$1$file"
        done
        mkdir -p "$1/bin" && [ -e "$1/bin/$program" ] || cp -L /bin/$program "$1/bin/$program"
      done
      mkdir -p "$1/srv" && chmod 755 "$1"
      echo whole > "$1/srv/image"
      tar -czf "$2" -C "$1" .
      """;

  private final RunningCroft croft = RunningCroft.linux();

  private static Volume look(Ec2Client ec2, String id) {
    return ec2.describeVolumes(r -> r.volumeIds(id)).volumes().getFirst();
  }

  private static void become(Ec2Client ec2, String id, VolumeState state) {
    Await.until(SOON, () -> look(ec2, id), seen -> seen.state() == state);
  }

  private static String root(Cloud cloud, String instance) {
    return cloud.look(instance).blockDeviceMappings().stream()
        .filter(m -> m.deviceName().equals("/dev/xvda"))
        .map(m -> m.ebs().volumeId())
        .findFirst()
        .orElseThrow();
  }

  private int mebibytes(String instance) {
    return Integer.parseInt(croft.told(instance, "df -m --output=size / | tail -n 1").strip());
  }

  private String launched(Cloud cloud, String image) {
    return cloud
        .run(r ->
            r.imageId(image)
                .placement(p -> p.availabilityZone(ZONE))
                .blockDeviceMappings(
                    BlockDeviceMapping.builder()
                        .deviceName("/dev/xvda")
                        .ebs(e -> e.volumeSize(1).deleteOnTermination(false))
                        .build()))
        .instanceId();
  }

  private String imported(Ec2Client ec2, Path folder) {
    Path archive = folder.resolve("root.tar.gz");
    croft
        .run("sh", "-c", SMALL_ROOT, "sh", folder.resolve("root").toString(), archive.toString())
        .succeeded();
    try (S3Client s3 = Clients.root(croft).s3()) {
      s3.createBucket(r -> r.bucket("roots"));
      s3.putObject(r -> r.bucket("roots").key("root.tar.gz"), RequestBody.fromFile(archive));
    }
    String task =
        ec2.importImage(r ->
                r.diskContainers(
                    ImageDiskContainer.builder()
                        .format("TAR")
                        .url("s3://roots/root.tar.gz")
                        .build()))
            .importTaskId();
    return Await.until(
            SOON,
            () ->
                ec2.describeImportImageTasks(r -> r.importTaskIds(task))
                    .importImageTasks()
                    .getFirst(),
            seen -> seen.status().equals("completed"))
        .imageId();
  }

  @Test
  void isHeldToItsSizeGrowsIsCopiedAndKept(@TempDir Path folder) throws IOException {
    try (croft;
        Ec2Client ec2 = Clients.root(croft).ec2()) {
      Cloud cloud = new Cloud(ec2);
      String image = imported(ec2, folder);
      String instance = launched(cloud, image);
      String root = root(cloud, instance);
      assertThat(look(ec2, root).size()).isEqualTo(1);
      holdsNoMore(instance);
      croft.told(instance, "echo kept > /srv/kept; chown 1000:1001 /srv/kept");
      grows(cloud, instance, root);

      String snapshot = ec2.createSnapshot(r -> r.volumeId(root)).snapshotId();
      Await.until(
          SOON,
          () -> ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots().getFirst().state(),
          state -> state == SnapshotState.COMPLETED);
      croft.told(instance, "echo later > /srv/later");
      ec2.terminateInstances(r -> r.instanceIds(instance));
      cloud.become(instance, InstanceStateName.TERMINATED);
      become(ec2, root, VolumeState.AVAILABLE);

      String rescue = cloud.run(r -> r.placement(p -> p.availabilityZone(ZONE))).instanceId();
      String restored =
          ec2.createVolume(r -> r.availabilityZone(ZONE).snapshotId(snapshot)).volumeId();
      become(ec2, restored, VolumeState.AVAILABLE);
      assertThat(read(ec2, restored, rescue, "/dev/sdf")).isEqualTo("kept\nwhole\n1000 1001\nno");
      assertThat(read(ec2, root, rescue, "/dev/sdg")).isEqualTo("kept\nwhole\n1000 1001\nlater");
    }
  }

  private void holdsNoMore(String instance) throws IOException {
    assertThat(mebibytes(instance)).isBetween(PLAIN_GIBIBYTE_LEAST_MEBIBYTES, 1024);
    long before = Files.getFileStore(croft.home()).getUsableSpace();
    CommandOutput full = croft.inside(instance, "dd if=/dev/zero of=/srv/big bs=1M count=2000");
    assertThat(full.stderr().text()).contains("No space left on device");
    assertThat(Files.getFileStore(croft.home()).getUsableSpace())
        .isGreaterThan(before - (2L << 30));
    Path other = Files.writeString(croft.home().resolve("other"), "the host writes on");
    assertThat(other).hasContent("the host writes on");
    croft.told(instance, "rm /srv/big");
  }

  private void grows(Cloud cloud, String instance, String root) {
    cloud.ec2().modifyVolume(r -> r.volumeId(root).size(2));
    String state =
        Await.until(SOON, () -> modification(cloud, root), seen -> !seen.equals("modifying"));
    if (state.equals("optimizing")) {
      assertThat(mebibytes(instance)).isLessThan(1024);
    }
    cloud.ec2().stopInstances(r -> r.instanceIds(instance));
    cloud.become(instance, InstanceStateName.STOPPED);
    cloud.ec2().startInstances(r -> r.instanceIds(instance));
    cloud.become(instance, InstanceStateName.RUNNING);
    Await.until(SOON, () -> modification(cloud, root), "completed"::equals);
    assertThat(mebibytes(instance)).isGreaterThan(1800);
    assertThat(croft.told(instance, "cat /srv/kept")).isEqualTo("kept");
  }

  private static String modification(Cloud cloud, String volume) {
    return cloud
        .ec2()
        .describeVolumesModifications(r -> r.volumeIds(volume))
        .volumesModifications()
        .getFirst()
        .modificationStateAsString();
  }

  private String read(Ec2Client ec2, String volume, String instance, String device) {
    ec2.attachVolume(r -> r.volumeId(volume).instanceId(instance).device(device));
    Await.until(
        SOON,
        () -> look(ec2, volume).attachments(),
        seen -> !seen.isEmpty() && seen.getFirst().stateAsString().equals("attached"));
    return croft.told(
        instance,
        "mkdir -p /r && mount %1$s /r && cat /r/srv/kept /r/srv/image; stat -c '%%u %%g' /r/srv/kept;"
                .formatted(device)
            + " cat /r/srv/later 2>/dev/null || echo no; umount /r");
  }
}
