package croft.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;

/** OpenSSH's client comes into an instance by EC2 Instance Connect, for a minute. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InstanceConnectTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration A_MINUTE_AND_MORE = Duration.ofSeconds(90);
  private static final String SERVER =
      """
      #!/bin/sh
      mkdir -p /run/sshd
      ssh-keygen -A
      pgrep -x sshd || /usr/sbin/sshd
      """;

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void aKeyThatIsSentOpensForAMinute(@TempDir Path directory) {
    Machine.require("sshd", "the instance's image is this host's root: install openssh-server");
    Machine.require("ssh-keygen", "it makes the key: install openssh-client");
    Machine.require("aws", "it sends the key: install the AWS CLI");
    Path key = directory.resolve("key");
    new Program(
            List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()),
            Map.of(),
            directory)
        .run()
        .succeeded();
    Instance instance = launch();
    String address = instance.publicIpAddress();
    Await.until(SOON, () -> ssh(address, key, "true").errors(), said -> said.contains("denied"));

    String answer =
        croft
            .run(
                "aws",
                "ec2-instance-connect",
                "send-ssh-public-key",
                "--instance-id",
                instance.instanceId(),
                "--instance-os-user",
                "root",
                "--ssh-public-key",
                "file://" + key + ".pub")
            .succeeded();
    assertThat(answer).contains("\"Success\": true");
    assertThat(ssh(address, key, "hostname").succeeded().strip())
        .isEqualTo("ip-" + instance.privateIpAddress().replace('.', '-'));

    Await.until(
        A_MINUTE_AND_MORE, () -> ssh(address, key, "true").errors(), e -> e.contains("denied"));
    assertThat(croft.seen(instance.instanceId(), "cat /root/.ssh/authorized_keys"))
        .doesNotContain("croft-connect");
  }

  private Instance launch() {
    String group =
        ec2.createSecurityGroup(r -> r.groupName("ssh").description("ssh from the host")).groupId();
    ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(group).ipProtocol("tcp").fromPort(22).toPort(22).cidrIp("0.0.0.0/0"));
    return cloud.run(r ->
        r.securityGroupIds(group)
            .userData(Base64.getEncoder().encodeToString(SERVER.getBytes(UTF_8))));
  }

  private static Program.Outcome ssh(String address, Path key, String command) {
    List<String> arguments = new ArrayList<>(List.of("ssh", "-i", key.toString()));
    for (String option :
        List.of(
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
            "ConnectTimeout=5")) {
      arguments.addAll(List.of("-o", option));
    }
    arguments.addAll(List.of("root@" + address, command));
    return new Program(arguments, Map.of(), Path.of("/")).run();
  }
}
