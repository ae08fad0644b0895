package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import croft.conformance.RunningCroft.Credentials;
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
import software.amazon.awssdk.services.ec2.model.Reservation;

/** A server that is killed without warning, in a process of its own, and started again. */
final class SurvivalTest {
  private Path home = Path.of("/");
  private HostTraces traces = new HostTraces(home);

  @BeforeEach
  void makeHome() {
    Machine.requireInstances();
    home = RunningCroft.newHome();
    traces = new HostTraces(home.resolve("data"));
  }

  @AfterEach
  void purge() {
    try {
      String tag = traces.networkTag();
      ServerProcess.purge(home);
      assertThat(traces.find(tag)).as("left on the host").isEmpty();
    } finally {
      RunningCroft.delete(home);
    }
  }

  @Test
  void instancesOutliveAKilledServerAndAreFoundAgain() throws IOException {
    List<Instance> before;
    ServerProcess first = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(first)) {
      before = new Cloud(ec2).launch(2, r -> {});
      for (Instance instance : before) {
        assertThat(inside(instance, "touch /root/mark; ls /root/mark")).isEqualTo("/root/mark");
      }
    } finally {
      first.kill();
    }
    // Nobody serves now, and both run on.
    List<String> firstProcesses = before.stream().map(this::processOne).toList();

    ServerProcess second = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(second)) {
      Cloud cloud = new Cloud(ec2);
      for (int n = 0; n < 2; n++) {
        Instance after = cloud.look(before.get(n).instanceId());
        assertThat(after.state().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(after.privateIpAddress()).isEqualTo(before.get(n).privateIpAddress());
        assertThat(processOne(after)).isEqualTo(firstProcesses.get(n));
        assertThat(inside(after, "ls /root/mark")).isEqualTo("/root/mark");
        // Its identity is still told inside, by the new server.
        awaitIdentity(after);
      }
      ec2.terminateInstances(r -> r.instanceIds(before.getFirst().instanceId()));
      cloud.become(before.getFirst().instanceId(), InstanceStateName.TERMINATED);
    } finally {
      second.kill();
    }
  }

  @Test
  void launchesCutShortByAKillAreFinishedOnce() throws IOException {
    List<String> launched;
    ServerProcess first = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(first)) {
      Cloud cloud = new Cloud(ec2);
      String image = cloud.image();
      launched =
          ec2.runInstances(r -> r.imageId(image).minCount(10).maxCount(10)).instances().stream()
              .map(Instance::instanceId)
              .toList();
      Await.until(Duration.ofSeconds(60), () -> running(ec2), count -> count >= 2);
    } finally {
      first.kill();
    }

    ServerProcess second = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(second)) {
      Cloud cloud = new Cloud(ec2);
      for (String id : launched) {
        awaitIdentity(cloud.become(id, InstanceStateName.RUNNING));
      }
      assertThat(ec2.describeInstances().reservations())
          .flatMap(Reservation::instances)
          .map(Instance::instanceId)
          .containsExactlyInAnyOrderElementsOf(launched);
      assertThat(containers()).containsExactlyInAnyOrderElementsOf(launched);
    } finally {
      second.kill();
    }
  }

  @Test
  void aMountedVolumeOutlivesAKilledServer() throws IOException {
    String id;
    String volume;
    ServerProcess first = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(first)) {
      Cloud cloud = new Cloud(ec2);
      Instance instance =
          cloud.run(r ->
              r.blockDeviceMappings(
                  BlockDeviceMapping.builder()
                      .deviceName("/dev/sdf")
                      .ebs(e -> e.volumeSize(1))
                      .build()));
      id = instance.instanceId();
      volume =
          cloud.look(id).blockDeviceMappings().stream()
              .filter(m -> m.deviceName().equals("/dev/sdf"))
              .findFirst()
              .orElseThrow()
              .ebs()
              .volumeId();
      inside(instance, "mkfs.ext4 -q /dev/xvdf && mkdir /data && mount /dev/xvdf /data");
      inside(instance, "echo before > /data/file");
    } finally {
      first.kill();
    }

    ServerProcess second = ServerProcess.start(home);
    try (Ec2Client ec2 = ec2(second)) {
      Cloud cloud = new Cloud(ec2);
      Instance instance = cloud.look(id);
      // It is mounted still, and the new server mounts it again when asked.
      inside(instance, "echo after >> /data/file && umount /data");
      assertThat(inside(instance, "mount /dev/xvdf /data && cat /data/file"))
          .isEqualTo("before\nafter");
      inside(instance, "umount /data");
      ec2.detachVolume(r -> r.volumeId(volume));
      Await.until(
          Duration.ofSeconds(30),
          () -> ec2.describeVolumes(r -> r.volumeIds(volume)).volumes().getFirst(),
          seen -> seen.stateAsString().equals("available"));
    } finally {
      second.kill();
    }
  }

  private static final String METADATA =
      """
      token=$(curl -sSf -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' \
          http://169.254.169.254/latest/api/token 2>&1) || { echo "$token"; ip -o addr; exit; }
      curl -sSf -m 5 -H "X-aws-ec2-metadata-token: $token" \
          http://169.254.169.254/latest/meta-data/instance-id 2>&1
      """;

  private static long running(Ec2Client ec2) {
    return ec2.describeInstances().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(instance -> instance.state().name() == InstanceStateName.RUNNING)
        .count();
  }

  private Ec2Client ec2(ServerProcess server) throws IOException {
    return Clients.root(server.endpoint(), Credentials.ofHome(home)).ec2();
  }

  private String inside(Instance instance, String script) {
    var output = RunningCroft.inside(home, instance.instanceId(), script);
    assertThat(output.succeeded()).as(output.stderr().text()).isTrue();
    return output.stdout().text().strip();
  }

  /** The metadata service of a server just started answers soon, and knows who asks. */
  private void awaitIdentity(Instance instance) {
    Await.until(
        Duration.ofSeconds(20),
        () -> RunningCroft.inside(home, instance.instanceId(), METADATA).stdout().text().strip(),
        instance.instanceId()::equals);
  }

  /** When process 1 inside began, in clock ticks: another after a restart of the instance. */
  private String processOne(Instance instance) {
    return inside(instance, "cut -d' ' -f22 /proc/1/stat");
  }

  private List<String> containers() {
    return new Program(
            List.of("crun", "--root", home.resolve("data/crun").toString(), "list", "-q"),
            Map.of(),
            home)
        .run()
        .succeeded()
        .lines()
        .toList();
  }
}
