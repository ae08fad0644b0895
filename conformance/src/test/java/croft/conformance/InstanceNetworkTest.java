package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Packets that arrive, and packets that do not: security groups and addresses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InstanceNetworkTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void aSecurityGroupOpensAndClosesPortsToTheHostWhileInstancesRun() {
    String group = group("web");
    Instance web = cloud.run(r -> r.securityGroupIds(group));
    serve(web, 8080);
    serve(web, 8081);
    String address = web.publicIpAddress();
    assertThat(reachable(address, 8080)).isFalse();

    ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(group).ipProtocol("tcp").fromPort(8080).toPort(8080).cidrIp("0.0.0.0/0"));
    Await.until(SOON, () -> reachable(address, 8080), open -> open);
    assertThat(reachable(address, 8081)).isFalse();

    ec2.revokeSecurityGroupIngress(
        r -> r.groupId(group).ipProtocol("tcp").fromPort(8080).toPort(8080).cidrIp("0.0.0.0/0"));
    Await.until(SOON, () -> reachable(address, 8080), open -> !open);
  }

  @Test
  void aGroupLetsInTheMembersOfAnotherOnly() {
    String servers = group("servers");
    String clients = group("clients");
    ec2.authorizeSecurityGroupIngress(r ->
        r.groupId(servers)
            .ipPermissions(
                IpPermission.builder()
                    .ipProtocol("tcp")
                    .fromPort(8080)
                    .toPort(8080)
                    .userIdGroupPairs(UserIdGroupPair.builder().groupId(clients).build())
                    .build()));
    Instance server = cloud.run(r -> r.securityGroupIds(servers));
    Instance member = cloud.run(r -> r.securityGroupIds(clients));
    Instance stranger = cloud.run(r -> r.securityGroupIds(group("strangers")));
    serve(server, 8080);
    Await.until(SOON, () -> reaches(member, server), open -> open);
    assertThat(reaches(stranger, server)).isFalse();

    // Egress counts as well: without the rule that every new group has, nothing leaves.
    ec2.revokeSecurityGroupEgress(r ->
        r.groupId(clients)
            .ipPermissions(
                IpPermission.builder()
                    .ipProtocol("-1")
                    .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                    .build()));
    Await.until(SOON, () -> reaches(member, server), open -> !open);
  }

  @Test
  void anElasticAddressFollowsItsAssociation() {
    String group = group("open");
    ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(group).ipProtocol("tcp").fromPort(8080).toPort(8080).cidrIp("0.0.0.0/0"));
    List<Instance> two = cloud.launch(2, r -> r.securityGroupIds(group));
    two.forEach(instance -> serve(instance, 8080));
    var address = ec2.allocateAddress(r -> {});
    assertThat(reachable(address.publicIp(), 8080)).isFalse();
    for (Instance instance : two) {
      ec2.associateAddress(r ->
          r.allocationId(address.allocationId())
              .instanceId(instance.instanceId())
              .allowReassociation(true));
      Await.until(
          SOON, () -> body(address.publicIp()), text -> text.contains(instance.instanceId()));
      assertThat(cloud.look(instance.instanceId()).publicIpAddress()).isEqualTo(address.publicIp());
    }
    String association = ec2.describeAddresses().addresses().getFirst().associationId();
    ec2.disassociateAddress(r -> r.associationId(association));
    Await.until(SOON, () -> reachable(address.publicIp(), 8080), open -> !open);
    ec2.releaseAddress(r -> r.allocationId(address.allocationId()));
    assertThat(ec2.describeAddresses().addresses()).isEmpty();
  }

  private String group(String name) {
    return ec2.createSecurityGroup(r -> r.groupName(name).description(name)).groupId();
  }

  /** A web server inside whose one page is the instance's id. */
  private void serve(Instance instance, int port) {
    croft.awaitBoot(instance.instanceId());
    croft.told(
        instance.instanceId(),
        """
        mkdir -p /srv/web && echo %s > /srv/web/index.html
        systemd-run --quiet --unit=web-%d python3 -m http.server -d /srv/web %d
        for n in $(seq 100); do
          curl -s -o /dev/null http://127.0.0.1:%d/ && exit 0
          sleep 0.1
        done
        exit 1
        """
            .formatted(instance.instanceId(), port, port, port));
  }

  private boolean reachable(String address, int port) {
    return get(address, port).status() == 0;
  }

  private String body(String address) {
    return get(address, 8080).output();
  }

  private Program.Outcome get(String address, int port) {
    return croft.run("curl", "-s", "-m", "2", "http://" + address + ":" + port + "/");
  }

  private boolean reaches(Instance from, Instance to) {
    String url = "http://" + to.privateIpAddress() + ":8080/";
    return croft.inside(from.instanceId(), "curl -s -m 2 " + url).succeeded();
  }
}
