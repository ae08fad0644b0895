package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AddPrefixListEntry;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Interfaces that come and go while instances run, their addresses, and what filters them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InterfacesTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int PORT = 8080;

  private final RunningCroft croft = RunningCroft.linux();
  private final Ec2Client ec2 = Clients.root(croft).ec2();
  private final Cloud cloud = new Cloud(ec2);
  private final AtomicInteger groups = new AtomicInteger();

  @AfterAll
  void close() {
    ec2.close();
    croft.close();
  }

  @Test
  void anInterfaceIsPluggedIntoARunningInstanceAndMovesToAnotherWithItsAddress() {
    String open = openGroup();
    Instance first = run(open);
    Instance second = run(open);
    Instance client = run(open);
    serve(first);
    serve(second);
    NetworkInterface nic =
        ec2.createNetworkInterface(r -> r.subnetId(first.subnetId()).groups(open))
            .networkInterface();
    String id = nic.networkInterfaceId();
    String address = nic.privateIpAddress();
    assertThat(fetch(client, address)).isEmpty();
    for (Instance holder : List.of(first, second)) {
      String attachment =
          ec2.attachNetworkInterface(
                  r -> r.networkInterfaceId(id).instanceId(holder.instanceId()).deviceIndex(1))
              .attachmentId();
      Await.until(SOON, () -> fetch(client, address), holder.instanceId()::equals);
      assertThat(croft.told(holder.instanceId(), "ip -4 -o address show dev eth1"))
          .contains(address + "/");
      assertThat(cloud.look(holder.instanceId()).networkInterfaces()).hasSize(2);
      ec2.detachNetworkInterface(r -> r.attachmentId(attachment));
      Await.until(SOON, () -> status(id), NetworkInterfaceStatus.AVAILABLE::equals);
      assertThat(croft.inside(holder.instanceId(), "ip link show dev eth1").succeeded()).isFalse();
      assertThat(fetch(client, address)).isEmpty();
      assertThat(fetch(client, holder.privateIpAddress())).isEqualTo(holder.instanceId());
    }
    ec2.deleteNetworkInterface(r -> r.networkInterfaceId(id));
  }

  private NetworkInterfaceStatus status(String id) {
    return ec2.describeNetworkInterfaces(r -> r.networkInterfaceIds(id))
        .networkInterfaces()
        .getFirst()
        .status();
  }

  @Test
  void secondaryAddressesAnswerAndGoWhileTheInstanceRuns() {
    String open = openGroup();
    Instance server = run(open);
    Instance client = run(open);
    serve(server);
    String nic = server.networkInterfaces().getFirst().networkInterfaceId();
    String added =
        ec2.assignPrivateIpAddresses(
                r -> r.networkInterfaceId(nic).secondaryPrivateIpAddressCount(1))
            .assignedPrivateIpAddresses()
            .getFirst()
            .privateIpAddress();
    Await.until(SOON, () -> fetch(client, added), server.instanceId()::equals);
    var elastic = ec2.allocateAddress(r -> {});
    ec2.associateAddress(r ->
        r.allocationId(elastic.allocationId()).networkInterfaceId(nic).privateIpAddress(added));
    Await.until(SOON, () -> fetch(elastic.publicIp()), server.instanceId()::equals);
    assertThat(fetch(server.publicIpAddress())).isEqualTo(server.instanceId());
    ec2.unassignPrivateIpAddresses(r -> r.networkInterfaceId(nic).privateIpAddresses(added));
    Await.until(SOON, () -> fetch(client, added), String::isEmpty);
    Await.until(SOON, () -> fetch(elastic.publicIp()), String::isEmpty);
    assertThat(fetch(client, server.privateIpAddress())).isEqualTo(server.instanceId());
    ec2.releaseAddress(r -> r.allocationId(elastic.allocationId()));
  }

  @Test
  void anInstanceStartsWithSeveralInterfacesOfWhichOneStays() {
    String open = openGroup();
    Instance client = run(open);
    NetworkInterface kept =
        ec2.createNetworkInterface(r -> r.subnetId(client.subnetId()).groups(open))
            .networkInterface();
    Instance server =
        cloud.run(r ->
            r.instanceType(InstanceType.M5_LARGE)
                .networkInterfaces(
                    InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(0)
                        .subnetId(client.subnetId())
                        .groups(open)
                        .build(),
                    InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(1)
                        .networkInterfaceId(kept.networkInterfaceId())
                        .build()));
    serve(server);
    for (var nic : server.networkInterfaces()) {
      Await.until(SOON, () -> fetch(client, nic.privateIpAddress()), server.instanceId()::equals);
    }
    ec2.terminateInstances(r -> r.instanceIds(server.instanceId()));
    Await.until(
        SOON, () -> status(kept.networkInterfaceId()), NetworkInterfaceStatus.AVAILABLE::equals);
    ec2.deleteNetworkInterface(r -> r.networkInterfaceId(kept.networkInterfaceId()));
  }

  @Test
  void aNetworkAclBlocksAndLetsPassBothWaysWhileInstancesRun() {
    String open = openGroup();
    Instance server = run(open);
    serve(server);
    String address = server.publicIpAddress();
    Await.until(SOON, () -> fetch(address), server.instanceId()::equals);
    String acl = ec2.createNetworkAcl(r -> r.vpcId(server.vpcId())).networkAcl().networkAclId();
    NetworkAclAssociation before = association(server.subnetId());
    String association = replace(before.networkAclAssociationId(), acl);
    try {
      // Nothing enters and nothing leaves until entries say so.
      Await.until(SOON, () -> fetch(address), String::isEmpty);
      entry(acl, 100, false, RuleAction.ALLOW);
      // An ACL knows no connections: the answer needs an entry of its own.
      assertThat(fetch(address)).isEmpty();
      entry(acl, 100, true, RuleAction.ALLOW);
      Await.until(SOON, () -> fetch(address), server.instanceId()::equals);
      entry(acl, 50, false, RuleAction.DENY);
      Await.until(SOON, () -> fetch(address), String::isEmpty);
      ec2.deleteNetworkAclEntry(r -> r.networkAclId(acl).ruleNumber(50).egress(false));
      Await.until(SOON, () -> fetch(address), server.instanceId()::equals);
      entry(acl, 50, true, RuleAction.DENY);
      Await.until(SOON, () -> fetch(address), String::isEmpty);
    } finally {
      replace(association, before.networkAclId());
    }
    Await.until(SOON, () -> fetch(address), server.instanceId()::equals);
    ec2.deleteNetworkAcl(r -> r.networkAclId(acl));
  }

  private NetworkAclAssociation association(String subnetId) {
    return ec2
        .describeNetworkAcls(
            r -> r.filters(Filter.builder().name("association.subnet-id").values(subnetId).build()))
        .networkAcls()
        .stream()
        .map(NetworkAcl::associations)
        .flatMap(List::stream)
        .filter(a -> a.subnetId().equals(subnetId))
        .findFirst()
        .orElseThrow();
  }

  private String replace(String associationId, String aclId) {
    return ec2.replaceNetworkAclAssociation(r -> r.associationId(associationId).networkAclId(aclId))
        .newAssociationId();
  }

  private void entry(String acl, int number, boolean egress, RuleAction action) {
    ec2.createNetworkAclEntry(r ->
        r.networkAclId(acl)
            .ruleNumber(number)
            .egress(egress)
            .protocol("-1")
            .cidrBlock("0.0.0.0/0")
            .ruleAction(action));
  }

  @Test
  void aGroupReferenceFollowsItsMembersAndAPrefixListItsEntries() {
    String members = group();
    String servers = group();
    Instance server = run(servers);
    Instance client = run(group());
    serve(server);
    ec2.authorizeSecurityGroupIngress(r ->
        r.groupId(servers)
            .ipPermissions(
                IpPermission.builder()
                    .ipProtocol("tcp")
                    .fromPort(PORT)
                    .toPort(PORT)
                    .userIdGroupPairs(UserIdGroupPair.builder().groupId(members).build())
                    .build()));
    assertThat(fetch(client, server.privateIpAddress())).isEmpty();
    String own = client.securityGroups().getFirst().groupId();
    wear(client, own, members);
    Await.until(SOON, () -> fetch(client, server.privateIpAddress()), server.instanceId()::equals);
    wear(client, own);
    Await.until(SOON, () -> fetch(client, server.privateIpAddress()), String::isEmpty);

    String list =
        ec2.createManagedPrefixList(
                r -> r.prefixListName("clients").addressFamily("IPv4").maxEntries(5))
            .prefixList()
            .prefixListId();
    ec2.authorizeSecurityGroupIngress(r ->
        r.groupId(servers)
            .ipPermissions(
                IpPermission.builder()
                    .ipProtocol("-1")
                    .prefixListIds(PrefixListId.builder().prefixListId(list).build())
                    .build()));
    assertThat(fetch(client, server.privateIpAddress())).isEmpty();
    ec2.modifyManagedPrefixList(r ->
        r.prefixListId(list)
            .currentVersion(1L)
            .addEntries(
                AddPrefixListEntry.builder().cidr(client.privateIpAddress() + "/32").build()));
    Await.until(SOON, () -> fetch(client, server.privateIpAddress()), server.instanceId()::equals);
  }

  private void wear(Instance instance, String... groupIds) {
    ec2.modifyNetworkInterfaceAttribute(r ->
        r.networkInterfaceId(instance.networkInterfaces().getFirst().networkInterfaceId())
            .groups(groupIds));
  }

  private Instance run(String group) {
    return cloud.run(r -> r.instanceType(InstanceType.M5_LARGE).securityGroupIds(group));
  }

  private String group() {
    String name = "group-" + groups.incrementAndGet();
    return ec2.createSecurityGroup(r -> r.groupName(name).description(name)).groupId();
  }

  private String openGroup() {
    String id = group();
    ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(id).ipProtocol("tcp").fromPort(PORT).toPort(PORT).cidrIp("0.0.0.0/0"));
    return id;
  }

  /** A web server inside whose one page is the instance's id. */
  private void serve(Instance instance) {
    croft.awaitBoot(instance.instanceId());
    croft.told(
        instance.instanceId(),
        """
        mkdir -p /srv/web && printf %%s %s > /srv/web/index.html
        systemd-run --quiet --unit=web python3 -m http.server -d /srv/web %d
        for n in $(seq 100); do
          curl -s -o /dev/null http://127.0.0.1:%d/ && exit 0
          sleep 0.1
        done
        exit 1
        """
            .formatted(instance.instanceId(), PORT, PORT));
  }

  private String fetch(String address) {
    return croft.run("curl", "-s", "-m", "1", "http://" + address + ":" + PORT + "/").output();
  }

  private String fetch(Instance from, String address) {
    return croft.seen(from.instanceId(), "curl -s -m 1 http://" + address + ":" + PORT + "/");
  }
}
