package croft.services.ec2.vpc;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AssociateVpcCidrBlockRequest;
import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.CreateDefaultVpcRequest;
import croft.api.ec2.CreateVpcRequest;
import croft.api.ec2.DeleteVpcRequest;
import croft.api.ec2.DescribeSecurityGroupsRequest;
import croft.api.ec2.DescribeVpcAttributeRequest;
import croft.api.ec2.DescribeVpcsRequest;
import croft.api.ec2.DescribeVpcsResult;
import croft.api.ec2.DisassociateVpcCidrBlockRequest;
import croft.api.ec2.ModifyVpcAttributeRequest;
import croft.api.ec2.ModifyVpcTenancyRequest;
import croft.api.ec2.SecurityGroup;
import croft.api.ec2.Tag;
import croft.api.ec2.TagSpecification;
import croft.api.ec2.Vpc;
import croft.api.ec2.VpcCidrBlockAssociation;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VpcOperationsTest {
  private Ec2Fixture fixture;
  private Networks networks;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    networks = new Networks(fixture.ec2);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Vpc describe(String id) {
    return fixture
        .ec2
        .describeVpcs(DescribeVpcsRequest.builder().vpcIds(List.of(id)).build())
        .vpcsOrEmpty()
        .getFirst();
  }

  private void delete(String id) {
    fixture.ec2.deleteVpc(DeleteVpcRequest.builder().vpcId(id).build());
  }

  @Test
  void isMadeWithItsTableItsGroupAndItsOptions() {
    CreateVpcRequest request =
        CreateVpcRequest.builder()
            .cidrBlock("10.1.2.3/16")
            .tagSpecifications(
                List.of(
                    TagSpecification.builder()
                        .resourceType("vpc")
                        .tags(List.of(Tag.builder().key("Name").value("blue").build()))
                        .build()))
            .build();
    Vpc vpc = Objects.requireNonNull(fixture.ec2.createVpc(request).vpc());
    // EC2 documents that it makes a block canonical.
    assertThat(vpc.cidrBlock()).isEqualTo("10.1.0.0/16");
    assertThat(vpc.isDefault()).isFalse();
    assertThat(vpc.state()).isEqualTo("available");
    String id = Objects.requireNonNull(vpc.vpcId());
    assertThat(describe(id)).isEqualTo(vpc);
    assertThat(networks.mainTable(id).routesOrEmpty())
        .singleElement()
        .satisfies(route -> {
          assertThat(route.gatewayId()).isEqualTo("local");
          assertThat(route.destinationCidrBlock()).isEqualTo("10.1.0.0/16");
        });
    assertThat(groups(id)).extracting(SecurityGroup::groupName).containsExactly("default");
    assertThat(
            fixture
                .ec2
                .describeVpcs(
                    DescribeVpcsRequest.builder()
                        .filters(List.of(Networks.filter("tag:Name", "blue")))
                        .build())
                .vpcsOrEmpty())
        .containsExactly(vpc);
  }

  private List<SecurityGroup> groups(String vpcId) {
    return fixture
        .ec2
        .describeSecurityGroups(
            DescribeSecurityGroupsRequest.builder()
                .filters(List.of(Networks.filter("vpc-id", vpcId)))
                .build())
        .securityGroupsOrEmpty();
  }

  @Test
  void refusesWhatIsNoBlockOfAVpc() {
    refused("InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid.", () -> vpc("10.0.0.0/8"));
    refused("InvalidVpc.Range", "The CIDR '10.0.0.0/29' is invalid.", () -> vpc("10.0.0.0/29"));
    refused("InvalidParameterValue", "(10.0.0.0)", () -> vpc("10.0.0.0"));
    refused("InvalidParameterValue", "(10.0.0.256/16)", () -> vpc("10.0.0.256/16"));
    refused("InvalidParameterValue", "(10.0.0.0/33)", () -> vpc("10.0.0.0/33"));
    refused(
        "UnsupportedOperation",
        "InstanceTenancy",
        () ->
            fixture.ec2.createVpc(
                CreateVpcRequest.builder()
                    .cidrBlock("10.0.0.0/16")
                    .instanceTenancy("dedicated")
                    .build()));
    refused(
        "UnsupportedOperation",
        "AmazonProvidedIpv6CidrBlock",
        () ->
            fixture.ec2.createVpc(
                CreateVpcRequest.builder()
                    .cidrBlock("10.0.0.0/16")
                    .amazonProvidedIpv6CidrBlock(true)
                    .build()));
  }

  private String vpc(String cidrBlock) {
    return networks.vpc(cidrBlock);
  }

  @Test
  void twoMayHaveTheSameBlockAndAHundredAreTheLimit() {
    assertThat(vpc("10.0.0.0/16")).isNotEqualTo(vpc("10.0.0.0/16"));
    for (int i = 3; i < Quotas.VPCS; i++) {
      vpc("10.0.0.0/24");
    }
    refused(
        "VpcLimitExceeded",
        "The maximum number of VPCs has been reached.",
        () -> vpc("10.0.0.0/24"));
  }

  @Test
  void isDeletedWithWhatCameWithItButNotWithWhatWasMadeInIt() {
    String id = vpc("10.0.0.0/16");
    String table = networks.routeTable(id);
    refusedForDependencies(id);
    fixture.ec2.deleteRouteTable(
        croft.api.ec2.DeleteRouteTableRequest.builder().routeTableId(table).build());
    String subnet = networks.subnet(id, "10.0.0.0/24");
    refusedForDependencies(id);
    fixture.ec2.deleteSubnet(croft.api.ec2.DeleteSubnetRequest.builder().subnetId(subnet).build());
    String gateway = networks.internetGateway(id);
    refusedForDependencies(id);
    fixture.ec2.detachInternetGateway(
        croft.api.ec2.DetachInternetGatewayRequest.builder()
            .internetGatewayId(gateway)
            .vpcId(id)
            .build());
    delete(id);
    refused("InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist", () -> describe(id));
    refused("InvalidVpcID.NotFound", id, () -> delete(id));
    assertThat(groups(id)).isEmpty();
  }

  private void refusedForDependencies(String id) {
    refused(
        "DependencyViolation",
        "The vpc '" + id + "' has dependencies and cannot be deleted.",
        () -> delete(id));
  }

  @Test
  void theDefaultOneStaysDeletedUntilItIsMadeAnew() {
    Vpc first = onlyVpc();
    refused("DefaultVpcAlreadyExists", "already exists", this::createDefault);
    String id = Objects.requireNonNull(first.vpcId());
    fixture
        .ec2
        .describeSubnets(croft.api.ec2.DescribeSubnetsRequest.builder().build())
        .subnetsOrEmpty()
        .forEach(s ->
            fixture.ec2.deleteSubnet(
                croft.api.ec2.DeleteSubnetRequest.builder().subnetId(s.subnetId()).build()));
    String gateway =
        Objects.requireNonNull(networks.route(networks.mainTable(id), "0.0.0.0/0").gatewayId());
    fixture.ec2.detachInternetGateway(
        croft.api.ec2.DetachInternetGatewayRequest.builder()
            .internetGatewayId(gateway)
            .vpcId(id)
            .build());
    delete(id);
    assertThat(all().vpcsOrEmpty()).isEmpty();
    refused("VPCIdNotSpecified", "No default VPC", fixture::running);
    createDefault();
    assertThat(onlyVpc().isDefault()).isTrue();
    assertThat(onlyVpc().vpcId()).isNotEqualTo(id);
    assertThat(fixture.state(fixture.running())).isEqualTo("running");
  }

  private Vpc onlyVpc() {
    List<Vpc> found = all().vpcsOrEmpty();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private DescribeVpcsResult all() {
    return fixture.ec2.describeVpcs(DescribeVpcsRequest.builder().build());
  }

  private void createDefault() {
    fixture.ec2.createDefaultVpc(CreateDefaultVpcRequest.builder().build());
  }

  @Test
  void dnsAttributesAreKept() {
    String id = vpc("10.0.0.0/16");
    assertThat(attribute(id, "enableDnsSupport")).isTrue();
    assertThat(attribute(id, "enableDnsHostnames")).isFalse();
    AttributeBooleanValue on = AttributeBooleanValue.builder().value(true).build();
    AttributeBooleanValue off = AttributeBooleanValue.builder().value(false).build();
    fixture.ec2.modifyVpcAttribute(
        ModifyVpcAttributeRequest.builder().vpcId(id).enableDnsHostnames(on).build());
    assertThat(attribute(id, "enableDnsHostnames")).isTrue();
    fixture.ec2.modifyVpcAttribute(
        ModifyVpcAttributeRequest.builder().vpcId(id).enableDnsSupport(off).build());
    assertThat(attribute(id, "enableDnsSupport")).isFalse();
    refused(
        "InvalidParameterCombination",
        "enableDnsSupport",
        () ->
            fixture.ec2.modifyVpcAttribute(
                ModifyVpcAttributeRequest.builder()
                    .vpcId(id)
                    .enableDnsSupport(on)
                    .enableDnsHostnames(on)
                    .build()));
    refused("InvalidParameterValue", "Unknown attribute", () -> attribute(id, "colour"));
    fixture.ec2.modifyVpcTenancy(
        ModifyVpcTenancyRequest.builder().vpcId(id).instanceTenancy("default").build());
    refused(
        "InvalidParameterValue",
        "dedicated",
        () ->
            fixture.ec2.modifyVpcTenancy(
                ModifyVpcTenancyRequest.builder().vpcId(id).instanceTenancy("dedicated").build()));
  }

  private boolean attribute(String id, String name) {
    croft.api.ec2.DescribeVpcAttributeResult result =
        fixture.ec2.describeVpcAttribute(
            DescribeVpcAttributeRequest.builder().vpcId(id).attribute(name).build());
    AttributeBooleanValue value =
        name.equals("enableDnsSupport") ? result.enableDnsSupport() : result.enableDnsHostnames();
    return Boolean.TRUE.equals(Objects.requireNonNull(value).value());
  }

  @Test
  void moreBlocksComeAndGo() {
    String id = vpc("10.0.0.0/16");
    VpcCidrBlockAssociation added = associate(id, "10.1.0.0/16");
    assertThat(describe(id).cidrBlockAssociationSetOrEmpty())
        .extracting(VpcCidrBlockAssociation::cidrBlock)
        .containsExactly("10.0.0.0/16", "10.1.0.0/16");
    refused("InvalidVpc.Range", "overlaps", () -> associate(id, "10.1.128.0/17"));
    refused("InvalidVpc.Range", "restricted", () -> associate(id, "192.168.0.0/16"));
    refused("InvalidVpc.Range", "invalid", () -> associate(id, "10.2.0.0/15"));
    associate(id, "100.64.0.0/16");
    String subnet = networks.subnet(id, "10.1.0.0/24");
    refused(
        "DependencyViolation",
        "has dependencies and cannot be disassociated",
        () -> disassociate(added.associationId()));
    fixture.ec2.deleteSubnet(croft.api.ec2.DeleteSubnetRequest.builder().subnetId(subnet).build());
    disassociate(added.associationId());
    assertThat(describe(id).cidrBlockAssociationSetOrEmpty())
        .extracting(VpcCidrBlockAssociation::cidrBlock)
        .containsExactly("10.0.0.0/16", "100.64.0.0/16");
    String primary =
        Objects.requireNonNull(
            describe(id).cidrBlockAssociationSetOrEmpty().getFirst().associationId());
    refused("OperationNotPermitted", "primary", () -> disassociate(primary));
    refused(
        "InvalidCidrBlockAssociationID.NotFound",
        "vpc-cidr-assoc-0",
        () -> disassociate("vpc-cidr-assoc-0"));
  }

  private VpcCidrBlockAssociation associate(String id, String block) {
    return Objects.requireNonNull(
        fixture
            .ec2
            .associateVpcCidrBlock(
                AssociateVpcCidrBlockRequest.builder().vpcId(id).cidrBlock(block).build())
            .cidrBlockAssociation());
  }

  private void disassociate(@org.jspecify.annotations.Nullable String associationId) {
    fixture.ec2.disassociateVpcCidrBlock(
        DisassociateVpcCidrBlockRequest.builder().associationId(associationId).build());
  }

  @Test
  void describesPageByPageAndRefusesUnknownFilters() {
    for (int i = 0; i < 6; i++) {
      vpc("10." + i + ".0.0/16");
    }
    DescribeVpcsResult first =
        fixture.ec2.describeVpcs(DescribeVpcsRequest.builder().maxResults(5).build());
    assertThat(first.vpcsOrEmpty()).hasSize(5);
    DescribeVpcsResult second =
        fixture.ec2.describeVpcs(
            DescribeVpcsRequest.builder().maxResults(5).nextToken(first.nextToken()).build());
    assertThat(second.vpcsOrEmpty()).hasSize(2);
    assertThat(second.nextToken()).isNull();
    refused(
        "InvalidParameterValue",
        "The filter 'colour' is invalid",
        () ->
            fixture.ec2.describeVpcs(
                DescribeVpcsRequest.builder()
                    .filters(List.of(Networks.filter("colour", "blue")))
                    .build()));
  }
}
