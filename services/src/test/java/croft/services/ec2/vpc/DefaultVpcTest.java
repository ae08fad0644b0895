package croft.services.ec2.vpc;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.DescribeInternetGatewaysRequest;
import croft.api.ec2.DescribeNetworkInterfacesRequest;
import croft.api.ec2.DescribeRouteTablesRequest;
import croft.api.ec2.DescribeSubnetsRequest;
import croft.api.ec2.DescribeVpcsRequest;
import croft.api.ec2.Filter;
import croft.api.ec2.Route;
import croft.api.ec2.Subnet;
import croft.api.ec2.Vpc;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultVpcTest {
  private Ec2Fixture fixture;

  @BeforeEach
  void open(@TempDir Path directory) {
    fixture = new Ec2Fixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Vpc vpc() {
    List<Vpc> all = fixture.ec2.describeVpcs(DescribeVpcsRequest.builder().build()).vpcsOrEmpty();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void isThereAtFirstUseWithASubnetInEachZoneAndItsWayOut() {
    Vpc vpc = vpc();
    assertThat(vpc.cidrBlock()).isEqualTo("172.31.0.0/16");
    assertThat(vpc.isDefault()).isTrue();
    assertThat(vpc().vpcId()).isEqualTo(vpc.vpcId());
    List<Subnet> subnets =
        fixture.ec2.describeSubnets(DescribeSubnetsRequest.builder().build()).subnetsOrEmpty();
    assertThat(subnets)
        .extracting(Subnet::availabilityZone)
        .containsExactlyInAnyOrder("us-west-2a", "us-west-2b", "us-west-2c");
    assertThat(subnets)
        .extracting(Subnet::cidrBlock)
        .containsExactlyInAnyOrder("172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20");
    assertThat(subnets).extracting(Subnet::availableIpAddressCount).containsOnly(4091);
    String gateway =
        fixture
            .ec2
            .describeInternetGateways(DescribeInternetGatewaysRequest.builder().build())
            .internetGatewaysOrEmpty()
            .getFirst()
            .internetGatewayId();
    assertThat(
            fixture
                .ec2
                .describeRouteTables(DescribeRouteTablesRequest.builder().build())
                .routeTablesOrEmpty()
                .getFirst()
                .routesOrEmpty())
        .extracting(Route::gatewayId)
        .containsExactly("local", gateway);
  }

  @Test
  void anInstancesInterfaceIsDescribedWhileItLives() {
    String id = fixture.running();
    DescribeNetworkInterfacesRequest ofInstance =
        DescribeNetworkInterfacesRequest.builder()
            .filters(
                List.of(
                    Filter.builder().name("attachment.instance-id").values(List.of(id)).build()))
            .build();
    assertThat(fixture.ec2.describeNetworkInterfaces(ofInstance).networkInterfacesOrEmpty())
        .singleElement()
        .satisfies(nic -> {
          assertThat(nic.privateIpAddress()).isEqualTo(fixture.describe(id).privateIpAddress());
          assertThat(nic.association()).isNotNull();
          assertThat(nic.groupsOrEmpty()).hasSize(1);
        });
    refused(
        "InvalidNetworkInterfaceID.NotFound",
        "eni-0123456789abcdef0",
        () ->
            fixture.ec2.describeNetworkInterfaces(
                DescribeNetworkInterfacesRequest.builder()
                    .networkInterfaceIds(List.of("eni-0123456789abcdef0"))
                    .build()));
  }
}
