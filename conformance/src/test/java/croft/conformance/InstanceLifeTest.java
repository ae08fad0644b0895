package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** States, user data and key pairs of instances that really run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InstanceLifeTest {
  private static final Duration BOOT = Duration.ofSeconds(40);

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void stopsStartsRebootsAndTerminates() {
    Instance first = cloud.run(r -> {});
    String id = first.instanceId();
    String boot = croft.told(id, "echo kept > /root/disk; cut -d' ' -f22 /proc/1/stat");

    var stopping = ec2.stopInstances(r -> r.instanceIds(id)).stoppingInstances().getFirst();
    assertThat(stopping.previousState().name()).isEqualTo(InstanceStateName.RUNNING);
    assertThat(stopping.currentState().name()).isEqualTo(InstanceStateName.STOPPING);
    Instance stopped = cloud.become(id, InstanceStateName.STOPPED);
    assertThat(stopped.stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
    assertThat(stopped.stateTransitionReason()).startsWith("User initiated (");
    assertThat(stopped.privateIpAddress()).isEqualTo(first.privateIpAddress());
    assertThat(stopped.publicIpAddress()).isNull();
    Ec2Exception refused =
        catchThrowableOfType(Ec2Exception.class, () -> ec2.rebootInstances(r -> r.instanceIds(id)));
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("IncorrectInstanceState");

    ec2.startInstances(r -> r.instanceIds(id));
    cloud.become(id, InstanceStateName.RUNNING);
    String secondBoot = croft.told(id, "cat /root/disk; cut -d' ' -f22 /proc/1/stat");
    assertThat(secondBoot).startsWith("kept").doesNotEndWith(boot);

    ec2.rebootInstances(r -> r.instanceIds(id));
    Await.until(
        BOOT,
        () -> croft.seen(id, "cat /root/disk; cut -d' ' -f22 /proc/1/stat"),
        told -> told.startsWith("kept") && !told.equals(secondBoot));

    ec2.terminateInstances(r -> r.instanceIds(id));
    Instance terminated = cloud.become(id, InstanceStateName.TERMINATED);
    assertThat(terminated.privateIpAddress()).isNull();
    assertThat(croft.home().resolve("data/crun").resolve(id)).doesNotExist();
  }

  @Test
  void anInstanceThatTurnsItselfOffIsNoticed() {
    String id = cloud.run(r -> {}).instanceId();
    croft.awaitBoot(id);
    croft.inside(id, "systemctl --no-block poweroff");
    assertThat(cloud.become(id, InstanceStateName.STOPPED).stateReason().code())
        .isEqualTo("Client.InstanceInitiatedShutdown");
  }

  @Test
  void anInstanceThatRebootsItselfComesBack() {
    String id = cloud.run(r -> r.instanceInitiatedShutdownBehavior("terminate")).instanceId();
    croft.awaitBoot(id);
    String boot = croft.told(id, "cut -d' ' -f22 /proc/1/stat");
    croft.inside(id, "systemctl --no-block reboot");
    Await.until(
        BOOT,
        () -> croft.seen(id, "cut -d' ' -f22 /proc/1/stat"),
        told -> !told.isEmpty() && !told.equals(boot));
    assertThat(cloud.look(id).state().name()).isEqualTo(InstanceStateName.RUNNING);
  }

  @Test
  void anInstanceThatIsKilledIsStoppedAndSaysSo() {
    String id = cloud.run(r -> r.instanceInitiatedShutdownBehavior("terminate")).instanceId();
    croft.awaitBoot(id);
    croft.killFirstProcess(id);
    Instance stopped = cloud.become(id, InstanceStateName.STOPPED);
    assertThat(stopped.stateReason().code()).isEqualTo("Server.InternalError");
    assertThat(stopped.stateReason().message()).contains("killed or crashed");
    ec2.startInstances(r -> r.instanceIds(id));
    cloud.become(id, InstanceStateName.RUNNING);
  }

  @Test
  void aProtectedInstanceIsNotTerminated() {
    String id = cloud.run(r -> r.disableApiTermination(true)).instanceId();
    Ec2Exception refused =
        catchThrowableOfType(
            Ec2Exception.class, () -> ec2.terminateInstances(r -> r.instanceIds(id)));
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("OperationNotPermitted");
    ec2.modifyInstanceAttribute(
        r -> r.instanceId(id).disableApiTermination(value -> value.value(false)));
    ec2.terminateInstances(r -> r.instanceIds(id));
    cloud.become(id, InstanceStateName.TERMINATED);
  }

  @Test
  void aScriptRunsAtTheFirstBootAndIsSeenOnTheConsole() {
    String script = "#!/bin/sh\necho made-by-user-data | tee /root/made\n";
    String id = cloud.run(r -> r.userData(encoded(script))).instanceId();
    Await.until(
        BOOT, () -> croft.seen(id, "cat /root/made"), text -> text.equals("made-by-user-data"));
    Await.until(
        BOOT,
        () -> decoded(ec2.getConsoleOutput(r -> r.instanceId(id).latest(true)).output()),
        console -> console.contains("made-by-user-data"));
  }

  @Test
  void cloudConfigWritesFilesAndRunsCommands() {
    String config =
        """
        #cloud-config
        write_files:
          - path: /etc/motd.d/welcome
            permissions: '0640'
            content: |
              welcome
        runcmd:
          - [sh, -c, "echo as a list > /root/list"]
          - cat /etc/motd.d/welcome > /root/line
        """;
    String id = cloud.run(r -> r.userData(encoded(config))).instanceId();
    Await.until(
        BOOT,
        () -> croft.seen(id, "cat /root/list /root/line"),
        text -> text.equals("as a list\nwelcome"));
    assertThat(croft.told(id, "stat -c %a /etc/motd.d/welcome")).isEqualTo("640");
  }

  @Test
  void aKeyPairsPublicKeyIsInside() {
    String material = ec2.createKeyPair(r -> r.keyName("made")).keyMaterial();
    assertThat(material).startsWith("-----BEGIN").contains("PRIVATE KEY-----");
    String id = cloud.run(r -> r.keyName("made")).instanceId();
    croft.run("sh", "-c", "umask 077; printf '%s' \"$1\" > key", "sh", material).succeeded();
    String expected = croft.run("ssh-keygen", "-y", "-f", "key").succeeded();
    assertThat(
            croft.told(id, "cat /root/.ssh/authorized_keys; stat -c %a /root/.ssh/authorized_keys"))
        .startsWith(expected.split(" ", -1)[0] + " " + expected.split(" ", -1)[1])
        .endsWith("600");
    ec2.deleteKeyPair(r -> r.keyName("made"));
    assertThat(ec2.describeKeyPairs().keyPairs()).isEmpty();
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String base64) {
    return base64 == null
        ? ""
        : new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
