package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;

/** An instance's root tries to leave: to the host, to other instances, to another's identity. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IsolationTest {
  private static final String DESCRIBE =
      "curl -s -m 5 -w ' %{http_code}' -d 'Action=DescribeInstances&Version=2016-11-15' ";

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private Instance attacker = Instance.builder().build();
  private Instance victim = Instance.builder().build();

  @BeforeAll
  void launch() {
    List<Instance> two = new Cloud(ec2).launch(2, r -> {});
    attacker = two.getFirst();
    victim = two.getLast();
  }

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  private String tried(String script) {
    return croft.told(attacker.instanceId(), "{ " + script + "; } 2>&1; echo \" ended $?\"");
  }

  @Test
  void croftsOwnSecretsAreNotToBeSeen() throws IOException {
    Path credentials = croft.home().resolve("credentials");
    assertThat(credentials).exists();
    assertThat(tried("cat " + credentials)).contains("No such file").doesNotContain("aws_secret");
    String secret = croft.credentials().secretAccessKey();
    assertThat(tried("grep -rlF '" + secret + "' /root /home /tmp /etc /run /var/lib"))
        .isEqualTo("ended 1");
    assertThat(Files.getPosixFilePermissions(credentials)).hasSize(2);
  }

  @Test
  void theHostsKernelIsOutOfReach() {
    assertThat(tried("echo 1 > /proc/sys/kernel/panic")).doesNotContain("ended 0");
    assertThat(tried("echo c > /proc/sysrq-trigger")).doesNotContain("ended 0");
    assertThat(tried("mknod /tmp/disk b 8 0 && head -c 1 /tmp/disk")).doesNotContain("ended 0");
    assertThat(tried("head -c 1 /dev/kmsg")).doesNotContain("ended 0");
    assertThat(tried("modprobe dummy")).doesNotContain("ended 0");
    assertThat(tried("ls /dev/kvm /dev/mem /dev/vda /dev/sda")).doesNotContain("ended 0");
    assertThat(tried("nsenter -t 1 -n -m true; cat /proc/self/uid_map"))
        .doesNotContain("4294967295");
  }

  @Test
  void otherProcessesAreNotToBeSeen() {
    croft.told(victim.instanceId(), "echo private > /root/private");
    assertThat(tried("cat /root/private")).contains("No such file");
    assertThat(tried("ps -e -o args | grep -c '[c]roft.server\\|[c]rofT'")).startsWith("0");
    long own = ProcessHandle.current().pid();
    assertThat(tried("kill -0 " + own)).doesNotContain("ended 0");
  }

  @Test
  void anotherInstancesAddressIsNotToBeTaken() {
    String stolen = victim.privateIpAddress();
    assertThat(
            tried(
                "ip addr add "
                    + stolen
                    + "/20 dev $(ip -o route show default | sed 's/.* dev \\([^ ]*\\).*/\\1/') ;"
                    + " curl -s -m 3 --interface "
                    + stolen
                    + " http://169.254.169.254/latest/meta-data/instance-id"))
        .doesNotContain(victim.instanceId());
    // Its own still answers, and says who it is.
    assertThat(croft.seen(victim.instanceId(), identity())).isEqualTo(victim.instanceId());
  }

  @Test
  void aTokenOfOneInstanceIsNoneOfAnother() {
    String token =
        croft.told(
            victim.instanceId(),
            "curl -s -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60'"
                + " http://169.254.169.254/latest/api/token");
    assertThat(
            tried(
                "curl -s -o /dev/null -w '%{http_code}' -H 'X-aws-ec2-metadata-token: "
                    + token
                    + "' http://169.254.169.254/latest/meta-data/instance-id"))
        .startsWith("401");
  }

  @Test
  void theApiInsideTakesNobodyUnsigned() {
    assertThat(tried(DESCRIBE + "http://169.254.169.254:4566/"))
        .contains("MissingAuthenticationToken", "403");
    // The host's own listener is on loopback, which is another one inside.
    String port = croft.endpoint().substring(croft.endpoint().lastIndexOf(':') + 1);
    assertThat(tried(DESCRIBE + "http://127.0.0.1:" + port + "/")).endsWith("ended 7");
    assertThat(tried("curl -s -m 5 http://169.254.169.254:4566/_croft/health"))
        .doesNotContain("aws_secret");
  }

  private static String identity() {
    return """
    token=$(curl -s -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' \
        http://169.254.169.254/latest/api/token)
    curl -s -H "X-aws-ec2-metadata-token: $token" \
        http://169.254.169.254/latest/meta-data/instance-id
    """;
  }
}
