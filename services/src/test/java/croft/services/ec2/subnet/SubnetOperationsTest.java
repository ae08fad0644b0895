package croft.services.ec2.subnet;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.CreateDefaultSubnetRequest;
import croft.api.ec2.CreateSubnetRequest;
import croft.api.ec2.DeleteSubnetRequest;
import croft.api.ec2.DescribeSubnetsRequest;
import croft.api.ec2.ModifySubnetAttributeRequest;
import croft.api.ec2.RouteTableAssociation;
import croft.api.ec2.Subnet;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.vpc.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnetOperationsTest {
  private Ec2Fixture fixture;
  private Networks networks;
  private String vpc = "";

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
    networks = new Networks(fixture.ec2);
    vpc = networks.vpc("10.0.0.0/16");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Subnet describe(String id) {
    return fixture
        .ec2
        .describeSubnets(DescribeSubnetsRequest.builder().subnetIds(List.of(id)).build())
        .subnetsOrEmpty()
        .getFirst();
  }

  private void delete(String id) {
    fixture.ec2.deleteSubnet(DeleteSubnetRequest.builder().subnetId(id).build());
  }

  @Test
  void isMadeInTheZoneAskedFor() {
    Subnet made =
        Objects.requireNonNull(
            fixture
                .ec2
                .createSubnet(
                    CreateSubnetRequest.builder()
                        .vpcId(vpc)
                        .cidrBlock("10.0.1.0/24")
                        .availabilityZone("us-west-2b")
                        .build())
                .subnet());
    assertThat(made.availabilityZone()).isEqualTo("us-west-2b");
    assertThat(made.availabilityZoneId()).isEqualTo("usw2-az2");
    assertThat(made.availableIpAddressCount()).isEqualTo(251);
    assertThat(made.defaultForAz()).isFalse();
    assertThat(made.mapPublicIpOnLaunch()).isFalse();
    assertThat(describe(String.valueOf(made.subnetId()))).isEqualTo(made);
    refused(
        "InvalidParameterValue",
        "us-west-2a, us-west-2b, us-west-2c",
        () ->
            fixture.ec2.createSubnet(
                CreateSubnetRequest.builder()
                    .vpcId(vpc)
                    .cidrBlock("10.0.2.0/24")
                    .availabilityZone("us-east-1a")
                    .build()));
  }

  @Test
  void liesInItsVpcBesideTheOthers() {
    networks.subnet(vpc, "10.0.1.0/24");
    refused(
        "InvalidSubnet.Conflict",
        "The CIDR '10.0.1.128/25' conflicts with another subnet",
        () -> networks.subnet(vpc, "10.0.1.128/25"));
    refused(
        "InvalidSubnet.Range",
        "The CIDR '10.1.0.0/24' is invalid.",
        () -> networks.subnet(vpc, "10.1.0.0/24"));
    refused("InvalidSubnet.Range", "invalid", () -> networks.subnet(vpc, "10.0.2.0/29"));
    refused("InvalidVpcID.NotFound", "vpc-0", () -> networks.subnet("vpc-0", "10.0.2.0/24"));
    refused("MissingParameter", "cidrBlock", () -> networks.subnet(vpc, ""));
  }

  @Test
  void givesPublicAddressesWhenToldTo() {
    String id = networks.subnet(vpc, "10.0.1.0/24");
    fixture.ec2.modifySubnetAttribute(
        ModifySubnetAttributeRequest.builder()
            .subnetId(id)
            .mapPublicIpOnLaunch(AttributeBooleanValue.builder().value(true).build())
            .build());
    assertThat(describe(id).mapPublicIpOnLaunch()).isTrue();
    String instance =
        String.valueOf(
            fixture
                .ec2
                .runInstances(fixture.launch().subnetId(id).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    assertThat(fixture.describe(instance).publicIpAddress()).isNotNull();
    refused(
        "UnsupportedOperation",
        "AssignIpv6AddressOnCreation",
        () ->
            fixture.ec2.modifySubnetAttribute(
                ModifySubnetAttributeRequest.builder()
                    .subnetId(id)
                    .assignIpv6AddressOnCreation(
                        AttributeBooleanValue.builder().value(true).build())
                    .build()));
  }

  @Test
  void isDeletedWhenNothingIsInIt() {
    String id = networks.subnet(vpc, "10.0.1.0/24");
    String table = networks.routeTable(vpc);
    networks.associate(table, id);
    fixture.ec2.runInstances(fixture.launch().subnetId(id).build());
    refused(
        "DependencyViolation",
        "The subnet '" + id + "' has dependencies and cannot be deleted.",
        () -> delete(id));
    String other = networks.subnet(vpc, "10.0.2.0/24");
    networks.associate(table, other);
    delete(other);
    assertThat(networks.table(table).associationsOrEmpty())
        .extracting(RouteTableAssociation::subnetId)
        .containsExactly(id);
    refused("InvalidSubnetID.NotFound", other, () -> delete(other));
  }

  @Test
  void aDefaultOneIsMadeAnewForItsZone() {
    Subnet first =
        fixture
            .ec2
            .describeSubnets(
                DescribeSubnetsRequest.builder()
                    .filters(
                        List.of(
                            Networks.filter("default-for-az", "true"),
                            Networks.filter("availability-zone", "us-west-2b")))
                    .build())
            .subnetsOrEmpty()
            .getFirst();
    CreateDefaultSubnetRequest request =
        CreateDefaultSubnetRequest.builder().availabilityZone("us-west-2b").build();
    refused(
        "DefaultSubnetAlreadyExistsInAvailabilityZone",
        "'" + first.subnetId() + "' is already the default subnet in us-west-2b.",
        () -> fixture.ec2.createDefaultSubnet(request));
    delete(String.valueOf(first.subnetId()));
    Subnet second = Objects.requireNonNull(fixture.ec2.createDefaultSubnet(request).subnet());
    assertThat(second.defaultForAz()).isTrue();
    assertThat(second.mapPublicIpOnLaunch()).isTrue();
    assertThat(second.cidrBlock()).isEqualTo("172.31.16.0/20");
  }

  @Test
  void describesPageByPage() {
    for (int i = 0; i < 7; i++) {
      networks.subnet(vpc, "10.0." + i + ".0/24");
    }
    DescribeSubnetsRequest.Builder ofVpc =
        DescribeSubnetsRequest.builder()
            .filters(List.of(Networks.filter("vpc-id", vpc)))
            .maxResults(5);
    croft.api.ec2.DescribeSubnetsResult first = fixture.ec2.describeSubnets(ofVpc.build());
    assertThat(first.subnetsOrEmpty()).hasSize(5);
    assertThat(
            fixture
                .ec2
                .describeSubnets(ofVpc.nextToken(first.nextToken()).build())
                .subnetsOrEmpty())
        .hasSize(2);
    refused(
        "InvalidParameterValue",
        "The filter 'size' is invalid",
        () ->
            fixture.ec2.describeSubnets(
                DescribeSubnetsRequest.builder()
                    .filters(List.of(Networks.filter("size", "1")))
                    .build()));
  }
}
