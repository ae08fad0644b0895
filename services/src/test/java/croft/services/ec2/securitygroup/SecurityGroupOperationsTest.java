package croft.services.ec2.securitygroup;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AuthorizeSecurityGroupIngressRequest;
import croft.api.ec2.CreateSecurityGroupRequest;
import croft.api.ec2.DeleteSecurityGroupRequest;
import croft.api.ec2.DescribeSecurityGroupsRequest;
import croft.api.ec2.Instance;
import croft.api.ec2.IpPermission;
import croft.api.ec2.IpRange;
import croft.api.ec2.RevokeSecurityGroupIngressRequest;
import croft.api.ec2.SecurityGroup;
import croft.drivers.network.Ipv4Address;
import croft.drivers.network.Packet;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityGroupOperationsTest {
  private static final Ipv4Address STRANGER = Ipv4Address.parse("198.51.100.7");

  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String create(String name) {
    return Objects.requireNonNull(
        fixture
            .ec2
            .createSecurityGroup(
                CreateSecurityGroupRequest.builder().groupName(name).description("d").build())
            .groupId());
  }

  private void authorize(String groupId, String cidr, int port) {
    fixture.ec2.authorizeSecurityGroupIngress(
        AuthorizeSecurityGroupIngressRequest.builder()
            .groupId(groupId)
            .ipPermissions(List.of(permission(cidr, port)))
            .build());
  }

  private static IpPermission permission(String cidr, int port) {
    return IpPermission.builder()
        .ipProtocol("tcp")
        .fromPort(port)
        .toPort(port)
        .ipRanges(List.of(IpRange.builder().cidrIp(cidr).build()))
        .build();
  }

  @Test
  void whatIsAuthorizedPassesTheNetworkAndWhatIsRevokedDoesNot() {
    String group = create("web");
    authorize(group, "198.51.100.0/24", 80);
    Instance instance = launchIn(group);
    Ipv4Address address = Ipv4Address.parse(Objects.requireNonNull(instance.privateIpAddress()));
    String vpc = Objects.requireNonNull(instance.vpcId());
    fixture.reconcile();
    assertThat(fixture.network.allows(vpc, STRANGER, address, Packet.tcp(80))).isTrue();
    assertThat(fixture.network.allows(vpc, STRANGER, address, Packet.tcp(81))).isFalse();
    fixture.ec2.revokeSecurityGroupIngress(
        RevokeSecurityGroupIngressRequest.builder()
            .groupId(group)
            .ipPermissions(List.of(permission("198.51.100.0/24", 80)))
            .build());
    launchIn(group);
    fixture.reconcile();
    assertThat(fixture.network.allows(vpc, STRANGER, address, Packet.tcp(80))).isFalse();
  }

  private Instance launchIn(String group) {
    return fixture
        .ec2
        .runInstances(fixture.launch().securityGroupIds(List.of(group)).build())
        .instancesOrEmpty()
        .getFirst();
  }

  @Test
  void theSameRuleTwiceIsADuplicate() {
    String group = create("web");
    authorize(group, "0.0.0.0/0", 22);
    refused(
        "InvalidPermission.Duplicate", "already exists", () -> authorize(group, "0.0.0.0/0", 22));
    refused("InvalidParameterValue", "malformed", () -> authorize(group, "10.0.0.0/33", 22));
    refused("InvalidParameterValue", "portRange", () -> authorize(group, "10.0.0.0/8", 70_000));
  }

  @Test
  void aGroupInUseOrReservedIsNotDeleted() {
    String group = create("web");
    launchIn(group);
    refused("DependencyViolation", group, () -> delete(group));
    SecurityGroup byDefault =
        fixture
            .ec2
            .describeSecurityGroups(
                DescribeSecurityGroupsRequest.builder().groupNames(List.of("default")).build())
            .securityGroupsOrEmpty()
            .getFirst();
    refused("CannotDelete", "default", () -> delete(Objects.requireNonNull(byDefault.groupId())));
    refused("InvalidGroup.Duplicate", "'web' already exists", () -> create("web"));
  }

  private void delete(String groupId) {
    fixture.ec2.deleteSecurityGroup(DeleteSecurityGroupRequest.builder().groupId(groupId).build());
  }

  @Test
  void aNewGroupLetsEverythingOutAndNothingIn() {
    create("web");
    SecurityGroup group =
        fixture
            .ec2
            .describeSecurityGroups(
                DescribeSecurityGroupsRequest.builder().groupNames(List.of("web")).build())
            .securityGroupsOrEmpty()
            .getFirst();
    assertThat(group.ipPermissionsOrEmpty()).isEmpty();
    assertThat(group.ipPermissionsEgressOrEmpty())
        .singleElement()
        .satisfies(p -> {
          assertThat(p.ipProtocol()).isEqualTo("-1");
          assertThat(p.fromPort()).isNull();
          assertThat(p.ipRangesOrEmpty()).extracting(IpRange::cidrIp).containsExactly("0.0.0.0/0");
        });
  }
}
