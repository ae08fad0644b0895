package croft.services.ec2.securitygroup;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AcceptVpcPeeringConnectionRequest;
import croft.api.ec2.AuthorizeSecurityGroupIngressRequest;
import croft.api.ec2.CreateSecurityGroupRequest;
import croft.api.ec2.CreateVpcPeeringConnectionRequest;
import croft.api.ec2.DeleteVpcPeeringConnectionRequest;
import croft.api.ec2.DescribeSecurityGroupReferencesRequest;
import croft.api.ec2.DescribeStaleSecurityGroupsRequest;
import croft.api.ec2.IpPermission;
import croft.api.ec2.SecurityGroupReference;
import croft.api.ec2.StaleSecurityGroup;
import croft.api.ec2.UserIdGroupPair;
import croft.drivers.network.FirewallSpec;
import croft.drivers.network.Ipv4Address;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.vpc.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeeredGroupsTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String group(String vpc, String name) {
    return Objects.requireNonNull(
        fixture
            .ec2
            .createSecurityGroup(
                CreateSecurityGroupRequest.builder()
                    .vpcId(vpc)
                    .groupName(name)
                    .description(name)
                    .build())
            .groupId());
  }

  private void authorize(String group, String from) {
    fixture.ec2.authorizeSecurityGroupIngress(
        AuthorizeSecurityGroupIngressRequest.builder()
            .groupId(group)
            .ipPermissions(
                List.of(
                    IpPermission.builder()
                        .ipProtocol("-1")
                        .userIdGroupPairs(List.of(UserIdGroupPair.builder().groupId(from).build()))
                        .build()))
            .build());
  }

  private String peer(String requester, String accepter) {
    String id =
        Objects.requireNonNull(
            Objects.requireNonNull(
                    fixture
                        .ec2
                        .createVpcPeeringConnection(
                            CreateVpcPeeringConnectionRequest.builder()
                                .vpcId(requester)
                                .peerVpcId(accepter)
                                .build())
                        .vpcPeeringConnection())
                .vpcPeeringConnectionId());
    fixture.ec2.acceptVpcPeeringConnection(
        AcceptVpcPeeringConnectionRequest.builder().vpcPeeringConnectionId(id).build());
    return id;
  }

  @Test
  void aRuleMayNameAGroupOfAPeeredVpcAndIsStaleWhenThePeeringIsGone() {
    Networks networks = new Networks(fixture.ec2);
    String here = networks.vpc("10.1.0.0/16");
    String there = networks.vpc("10.2.0.0/16");
    String servers = group(here, "servers");
    String clients = group(there, "clients");
    refused("InvalidGroup.NotFound", "different networks", () -> authorize(servers, clients));
    String peering = peer(here, there);
    authorize(servers, clients);
    String subnet = networks.subnet(there, "10.2.1.0/24");
    String address =
        String.valueOf(
            fixture
                .ec2
                .runInstances(
                    fixture.launch().subnetId(subnet).securityGroupIds(List.of(clients)).build())
                .instancesOrEmpty()
                .getFirst()
                .privateIpAddress());
    assertThat(firewall(here).foreignMembers().get(clients))
        .containsExactly(Ipv4Address.parse(address));
    assertThat(
            fixture
                .ec2
                .describeSecurityGroupReferences(
                    DescribeSecurityGroupReferencesRequest.builder()
                        .groupId(List.of(clients))
                        .build())
                .securityGroupReferenceSetOrEmpty())
        .extracting(SecurityGroupReference::referencingVpcId)
        .containsExactly(here);
    assertThat(stale(here)).isEmpty();
    fixture.ec2.deleteVpcPeeringConnection(
        DeleteVpcPeeringConnectionRequest.builder().vpcPeeringConnectionId(peering).build());
    assertThat(firewall(here).foreignMembers().get(clients)).isEmpty();
    assertThat(stale(here)).extracting(StaleSecurityGroup::groupId).containsExactly(servers);
  }

  private FirewallSpec firewall(String vpc) {
    return fixture.store.read(tx -> Firewalls.of(tx, Ec2Fixture.SCOPE, vpc));
  }

  private List<StaleSecurityGroup> stale(String vpc) {
    return fixture
        .ec2
        .describeStaleSecurityGroups(
            DescribeStaleSecurityGroupsRequest.builder().vpcId(vpc).build())
        .staleSecurityGroupSetOrEmpty();
  }
}
