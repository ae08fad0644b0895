package croft.services.ec2.securitygroup;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AuthorizeSecurityGroupIngressRequest;
import croft.api.ec2.CreateSecurityGroupRequest;
import croft.api.ec2.DescribeSecurityGroupRulesRequest;
import croft.api.ec2.DescribeStaleSecurityGroupsRequest;
import croft.api.ec2.DescribeVpcsRequest;
import croft.api.ec2.GetSecurityGroupsForVpcRequest;
import croft.api.ec2.ModifySecurityGroupRulesRequest;
import croft.api.ec2.SecurityGroupForVpc;
import croft.api.ec2.SecurityGroupRule;
import croft.api.ec2.SecurityGroupRuleDescription;
import croft.api.ec2.SecurityGroupRuleRequest;
import croft.api.ec2.SecurityGroupRuleUpdate;
import croft.api.ec2.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleChangesTest {
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

  private SecurityGroupRule authorize(String name, int port) {
    return fixture
        .ec2
        .authorizeSecurityGroupIngress(
            AuthorizeSecurityGroupIngressRequest.builder()
                .groupName(name)
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .cidrIp("10.1.2.3/8")
                .build())
        .securityGroupRulesOrEmpty()
        .getFirst();
  }

  private SecurityGroupRule rule(String id) {
    return fixture
        .ec2
        .describeSecurityGroupRules(
            DescribeSecurityGroupRulesRequest.builder().securityGroupRuleIds(List.of(id)).build())
        .securityGroupRulesOrEmpty()
        .getFirst();
  }

  private void modify(String group, String rule, SecurityGroupRuleRequest.Builder next) {
    fixture.ec2.modifySecurityGroupRules(
        ModifySecurityGroupRulesRequest.builder()
            .groupId(group)
            .securityGroupRules(
                List.of(
                    SecurityGroupRuleUpdate.builder()
                        .securityGroupRuleId(rule)
                        .securityGroupRule(next.build())
                        .build()))
            .build());
  }

  @Test
  void aRuleIsChangedUnderItsId() {
    String group = create("web");
    SecurityGroupRule first = authorize("web", 80);
    assertThat(first.cidrIpv4()).isEqualTo("10.0.0.0/8");
    String id = Objects.requireNonNull(first.securityGroupRuleId());
    authorize("web", 81);
    modify(
        group,
        id,
        SecurityGroupRuleRequest.builder()
            .ipProtocol("udp")
            .fromPort(53)
            .toPort(53)
            .referencedGroupId(group)
            .description("names"));
    assertThat(rule(id).ipProtocol()).isEqualTo("udp");
    assertThat(rule(id).description()).isEqualTo("names");
    assertThat(Objects.requireNonNull(rule(id).referencedGroupInfo()).groupId()).isEqualTo(group);
    SecurityGroupRuleRequest.Builder taken =
        SecurityGroupRuleRequest.builder()
            .ipProtocol("tcp")
            .fromPort(81)
            .toPort(81)
            .cidrIpv4("10.0.0.0/8");
    refused("InvalidPermission.Duplicate", "exists", () -> modify(group, id, taken));
    refused("InvalidSecurityGroupRuleId.NotFound", "sgr-1", () -> modify(group, "sgr-1", taken));
    refused("InvalidSecurityGroupRuleId.NotFound", "sgr-1", () -> rule("sgr-1"));
  }

  @Test
  void aDescriptionIsReplacedAndRemoved() {
    String group = create("web");
    String id = Objects.requireNonNull(authorize("web", 80).securityGroupRuleId());
    fixture.ec2.updateSecurityGroupRuleDescriptionsIngress(
        UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
            .groupId(group)
            .securityGroupRuleDescriptions(
                List.of(
                    SecurityGroupRuleDescription.builder()
                        .securityGroupRuleId(id)
                        .description("office")
                        .build()))
            .build());
    assertThat(rule(id).description()).isEqualTo("office");
    refused(
        "MissingParameter",
        "SecurityGroupRuleDescriptions",
        () ->
            fixture.ec2.updateSecurityGroupRuleDescriptionsIngress(
                UpdateSecurityGroupRuleDescriptionsIngressRequest.builder()
                    .groupId(group)
                    .build()));
  }

  @Test
  void theGroupsOfAVpcAndThoseOfEc2ClassicAreFound() {
    String group = create("web");
    String vpc =
        Objects.requireNonNull(
            fixture
                .ec2
                .describeVpcs(DescribeVpcsRequest.builder().build())
                .vpcsOrEmpty()
                .getFirst()
                .vpcId());
    assertThat(
            fixture
                .ec2
                .getSecurityGroupsForVpc(
                    GetSecurityGroupsForVpcRequest.builder().vpcId(vpc).build())
                .securityGroupForVpcsOrEmpty())
        .extracting(SecurityGroupForVpc::groupId)
        .contains(group)
        .hasSize(2);
    assertThat(
            fixture
                .ec2
                .describeStaleSecurityGroups(
                    DescribeStaleSecurityGroupsRequest.builder().vpcId(vpc).build())
                .staleSecurityGroupSetOrEmpty())
        .isEmpty();
    SecurityGroupRule classic =
        fixture
            .ec2
            .authorizeSecurityGroupIngress(
                AuthorizeSecurityGroupIngressRequest.builder()
                    .groupName("web")
                    .sourceSecurityGroupName("default")
                    .sourceSecurityGroupOwnerId("123456789012")
                    .build())
            .securityGroupRulesOrEmpty()
            .getFirst();
    assertThat(classic.ipProtocol()).isEqualTo("-1");
    assertThat(classic.referencedGroupInfo()).isNotNull();
    refused(
        "InvalidGroup.NotFound",
        "amazon-elb",
        () ->
            fixture.ec2.authorizeSecurityGroupIngress(
                AuthorizeSecurityGroupIngressRequest.builder()
                    .groupName("web")
                    .sourceSecurityGroupName("amazon-elb-sg")
                    .sourceSecurityGroupOwnerId("amazon-elb")
                    .build()));
  }
}
