package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import croft.conformance.RunningCroft.Credentials;
import croft.drivers.compute.Capability;
import croft.drivers.linux.volume.encryption.Vaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;
import software.amazon.awssdk.services.ec2.model.VolumeStatusInfoStatus;

/** What instances write to encrypted volumes is on no disk of this machine in the clear. */
final class EncryptedVolumeTest {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String ZONE = RunningCroft.REGION + "a";

  /** Written by a loop, so that it is in no command line either. */
  private static final String MARKER = "no-host-shall-read-this";

  private static final String WRITE =
      "printf '%s' no-host-shall- > /data/file; for i in 1 2 3; do printf '%s\\n' read-this; done"
          + " >> /data/file; sync";

  private Path home = Path.of("/");
  private HostTraces traces = new HostTraces(home);

  @BeforeEach
  void makeHome() {
    Machine.requireInstances();
    Capability encryption = Vaults.capability();
    assumeTrue(encryption.present(), encryption.detail());
    home = RunningCroft.newHome();
    traces = new HostTraces(home.resolve("data"));
  }

  @AfterEach
  void purge() {
    if (home.equals(Path.of("/"))) {
      return;
    }
    try {
      String tag = traces.networkTag();
      ServerProcess.purge(home);
      assertThat(traces.find(tag)).as("left on the host").isEmpty();
    } finally {
      RunningCroft.delete(home);
    }
  }

  private Ec2Client ec2(ServerProcess server) throws IOException {
    return Clients.root(server.endpoint(), Credentials.ofHome(home)).ec2();
  }

  private String inside(String instance, String script) {
    var output = RunningCroft.inside(home, instance, script);
    assertThat(output.succeeded()).as(output.stderr().text()).isTrue();
    return output.stdout().text().strip();
  }

  /** The files below the home that hold the text; what is mounted there is not looked at. */
  private List<String> inTheClear(String text) {
    String script =
        "find . -xdev \\( -path '*/mounts/*' -prune \\) -o -type f -print0"
            + " | xargs -0 grep -l -a -F -e "
            + text
            + "; true";
    return new Program(List.of("sh", "-c", script), Map.of(), home).run().output().lines().toList();
  }

  private static Volume look(Ec2Client ec2, String id) {
    return ec2.describeVolumes(r -> r.volumeIds(id)).volumes().getFirst();
  }

  private static void become(Ec2Client ec2, String id, VolumeState state) {
    Await.until(SOON, () -> look(ec2, id).state(), seen -> seen == state);
  }

  private static void attach(Ec2Client ec2, String volume, String instance, String device) {
    ec2.attachVolume(r -> r.volumeId(volume).instanceId(instance).device(device));
    Await.until(
        SOON,
        () -> look(ec2, volume).attachments(),
        seen -> !seen.isEmpty() && seen.getFirst().stateAsString().equals("attached"));
  }

  private static String launch(Cloud cloud, String device) {
    return cloud
        .run(r ->
            r.placement(p -> p.availabilityZone(ZONE))
                .blockDeviceMappings(
                    BlockDeviceMapping.builder()
                        .deviceName(device)
                        .ebs(e -> e.volumeSize(1).encrypted(true))
                        .build()))
        .instanceId();
  }

  private static String volumeOf(Cloud cloud, String instance) {
    return cloud.look(instance).blockDeviceMappings().stream()
        .filter(m -> m.deviceName().equals("/dev/sdf"))
        .findFirst()
        .orElseThrow()
        .ebs()
        .volumeId();
  }

  @Test
  void whatIsWrittenIsKeptAndNowhereInTheClear() throws IOException {
    String id;
    String volume;
    ServerProcess first = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(first)) {
      Cloud cloud = new Cloud(ec2);
      id = launch(cloud, "/dev/sdf");
      volume = volumeOf(cloud, id);
      assertThat(look(ec2, volume).encrypted()).isTrue();
      assertThat(look(ec2, volume).kmsKeyId()).startsWith("arn:aws:kms:").contains(":key/");
      inside(id, "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data");
      inside(id, WRITE);
      assertThat(inside(id, "head -1 /data/file")).isEqualTo(MARKER);
      assertThat(inTheClear(MARKER)).isEmpty();
    } finally {
      first.kill();
    }
    // Nobody serves now, and the instance reads and writes on.
    inside(id, "echo more >> /data/file; sync");

    ServerProcess second = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(second)) {
      Cloud cloud = new Cloud(ec2);
      assertThat(inside(id, "sed -n '1p;$p' /data/file")).isEqualTo(MARKER + "\nmore");
      ec2.stopInstances(r -> r.instanceIds(id));
      cloud.become(id, InstanceStateName.STOPPED);
      ec2.startInstances(r -> r.instanceIds(id));
      cloud.become(id, InstanceStateName.RUNNING);
      inside(id, "mkdir -p /data; mount /dev/xvdf /data");
      assertThat(inside(id, "tail -1 /data/file")).isEqualTo("more");
      restored(ec2, id, volume);
      detached(ec2, id, volume);
      assertThat(inTheClear(MARKER)).isEmpty();
      assertThat(inTheClear("no-host-shall-")).isEmpty();
    } finally {
      second.kill();
    }
  }

  /** A snapshot of what is mounted, and a volume of it. */
  private void restored(Ec2Client ec2, String id, String volume) {
    String snapshot = ec2.createSnapshot(r -> r.volumeId(volume)).snapshotId();
    Await.until(
        SOON,
        () -> ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots().getFirst(),
        seen -> seen.state() == SnapshotState.COMPLETED && seen.encrypted());
    String restored =
        ec2.createVolume(r -> r.availabilityZone(ZONE).snapshotId(snapshot)).volumeId();
    become(ec2, restored, VolumeState.AVAILABLE);
    assertThat(look(ec2, restored).encrypted()).isTrue();
    attach(ec2, restored, id, "/dev/sdg");
    inside(id, "mkdir /old && mount /dev/xvdg /old");
    assertThat(inside(id, "head -1 /old/file")).isEqualTo(MARKER);
    inside(id, "umount /old");
    ec2.detachVolume(r -> r.volumeId(restored));
    become(ec2, restored, VolumeState.AVAILABLE);
  }

  private void detached(Ec2Client ec2, String id, String volume) {
    inside(id, "umount /data");
    ec2.detachVolume(r -> r.volumeId(volume));
    become(ec2, volume, VolumeState.AVAILABLE);
    attach(ec2, volume, id, "/dev/sdh");
    inside(id, "mount /dev/xvdh /data");
    assertThat(inside(id, "head -1 /data/file")).isEqualTo(MARKER);
    inside(id, "umount /data");
  }

  @Test
  void soAreRoots() throws IOException {
    String id;
    ServerProcess first = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(first)) {
      id = launch(new Cloud(ec2), "/dev/xvda");
      assertThat(inside(id, "df --output=size --block-size=1G / | tail -1")).isEqualTo("1");
      inside(id, "mkdir /data");
      inside(id, WRITE);
      assertThat(inTheClear(MARKER)).isEmpty();
    } finally {
      first.kill();
    }
    inside(id, "echo more >> /data/file; sync");

    ServerProcess second = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(second)) {
      Cloud cloud = new Cloud(ec2);
      ec2.stopInstances(r -> r.instanceIds(id));
      cloud.become(id, InstanceStateName.STOPPED);
      ec2.startInstances(r -> r.instanceIds(id));
      cloud.become(id, InstanceStateName.RUNNING);
      assertThat(inside(id, "sed -n '1p;$p' /data/file")).isEqualTo(MARKER + "\nmore");
      String root = cloud.look(id).blockDeviceMappings().getFirst().ebs().volumeId();
      assertThat(look(ec2, root).encrypted()).isTrue();
      assertThat(look(ec2, root).size()).isEqualTo(1);
      assertThat(inTheClear("no-host-shall-")).isEmpty();
    } finally {
      second.kill();
    }
  }

  /** As a control: the same in the clear is found. */
  @Test
  void inTheClearItIsFound() throws IOException {
    ServerProcess server = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(server)) {
      Cloud cloud = new Cloud(ec2);
      Instance instance = cloud.run(r -> r.placement(p -> p.availabilityZone(ZONE)));
      String id = instance.instanceId();
      String volume = ec2.createVolume(r -> r.availabilityZone(ZONE).size(1)).volumeId();
      become(ec2, volume, VolumeState.AVAILABLE);
      attach(ec2, volume, id, "/dev/sdf");
      inside(id, "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data");
      inside(id, WRITE);
      assertThat(inTheClear(MARKER)).singleElement().asString().contains(volume);
    } finally {
      server.kill();
    }
  }

  @Test
  void aProcessThatIsKilledIsToldOfAndBegunAnew() throws IOException {
    ServerProcess server = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(server)) {
      Cloud cloud = new Cloud(ec2);
      String id = launch(cloud, "/dev/sdf");
      String volume = volumeOf(cloud, id);
      String other = launch(cloud, "/dev/sdf");
      inside(id, "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data");
      inside(id, WRITE + "; umount /data");
      ProcessHandle process =
          ProcessHandle.allProcesses()
              .filter(p -> p.info().commandLine().orElse("").contains("encrypted/" + volume + "/"))
              .findFirst()
              .orElseThrow();
      process.destroyForcibly();
      Await.until(
          SOON,
          () ->
              ec2.describeVolumeStatus(r -> r.volumeIds(volume))
                  .volumeStatuses()
                  .getFirst()
                  .volumeStatus()
                  .status(),
          status -> status == VolumeStatusInfoStatus.IMPAIRED);
      inside(other, "mkfs.ext4 -q /dev/xvdf");
      ec2.detachVolume(r -> r.volumeId(volume));
      become(ec2, volume, VolumeState.AVAILABLE);
      attach(ec2, volume, id, "/dev/sdf");
      inside(id, "mount /dev/xvdf /data");
      assertThat(inside(id, "head -1 /data/file; umount /data")).isEqualTo(MARKER);
      assertThat(ec2.describeVolumeStatus(r -> r.volumeIds(volume)).volumeStatuses().getFirst())
          .satisfies(status ->
              assertThat(status.volumeStatus().status()).isEqualTo(VolumeStatusInfoStatus.OK));
    } finally {
      server.kill();
    }
  }
}
