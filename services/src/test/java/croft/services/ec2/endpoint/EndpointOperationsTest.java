package croft.services.ec2.endpoint;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.CreateVpcEndpointRequest;
import croft.api.ec2.DeleteVpcEndpointsRequest;
import croft.api.ec2.DescribeVpcEndpointServicesRequest;
import croft.api.ec2.DescribeVpcEndpointsRequest;
import croft.api.ec2.ModifyVpcEndpointRequest;
import croft.api.ec2.UnsuccessfulItem;
import croft.api.ec2.VpcEndpoint;
import croft.drivers.network.Ipv4Address;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.prefixlist.ServicePrefixList;
import croft.services.ec2.vpc.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointOperationsTest {
  private static final String S3 = "com.amazonaws.us-west-2.s3";
  private static final String LIST = ServicePrefixList.s3("us-west-2").id();

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

  private CreateVpcEndpointRequest.Builder request() {
    return CreateVpcEndpointRequest.builder().vpcId(vpc).serviceName(S3);
  }

  private String create(CreateVpcEndpointRequest.Builder request) {
    return Objects.requireNonNull(
        Objects.requireNonNull(fixture.ec2.createVpcEndpoint(request.build()).vpcEndpoint())
            .vpcEndpointId());
  }

  private VpcEndpoint describe(String id) {
    return fixture
        .ec2
        .describeVpcEndpoints(
            DescribeVpcEndpointsRequest.builder().vpcEndpointIds(List.of(id)).build())
        .vpcEndpointsOrEmpty()
        .getFirst();
  }

  @Test
  void addsARouteToThePrefixListOfEachTable() {
    String one = networks.routeTable(vpc);
    String two = networks.routeTable(vpc);
    String id = create(request().routeTableIds(List.of(one)));
    assertThat(describe(id).state()).isEqualTo("available");
    assertThat(describe(id).policyDocument()).contains("\"Action\":\"*\"");
    assertThat(networks.route(networks.table(one), LIST).gatewayId()).isEqualTo(id);
    refused(
        "RouteAlreadyExists",
        "destination-prefix-list-id " + LIST,
        () -> create(request().routeTableIds(List.of(one))));
    fixture.ec2.modifyVpcEndpoint(
        ModifyVpcEndpointRequest.builder()
            .vpcEndpointId(id)
            .addRouteTableIds(List.of(two))
            .removeRouteTableIds(List.of(one))
            .build());
    assertThat(describe(id).routeTableIdsOrEmpty()).containsExactly(two);
    assertThat(networks.table(one).routesOrEmpty()).hasSize(1);
    refused(
        "InvalidParameterValue",
        "cannot remove VPC endpoint route",
        () ->
            fixture.ec2.deleteRoute(
                croft.api.ec2.DeleteRouteRequest.builder()
                    .routeTableId(two)
                    .destinationPrefixListId(LIST)
                    .build()));
    List<UnsuccessfulItem> failures =
        fixture
            .ec2
            .deleteVpcEndpoints(
                DeleteVpcEndpointsRequest.builder().vpcEndpointIds(List.of(id, "vpce-0")).build())
            .unsuccessfulOrEmpty();
    assertThat(failures).extracting(UnsuccessfulItem::resourceId).containsExactly("vpce-0");
    assertThat(networks.table(two).routesOrEmpty()).hasSize(1);
    refused("InvalidVpcEndpointId.NotFound", id, () -> describe(id));
  }

  @Test
  void refusesWhatIsNotServedOrNotEnforced() {
    refused(
        "UnsupportedOperation",
        "VpcEndpointType",
        () -> create(request().vpcEndpointType("Interface")));
    refused(
        "InvalidServiceName",
        "com.amazonaws.us-west-2.dynamodb",
        () -> create(request().serviceName("com.amazonaws.us-west-2.dynamodb")));
    refused(
        "InvalidRouteTableId.NotFound",
        "rtb-0",
        () -> create(request().routeTableIds(List.of("rtb-0"))));
    String foreign = networks.routeTable(networks.vpc("10.9.0.0/16"));
    refused(
        "InvalidParameter",
        "belong to different networks",
        () -> create(request().routeTableIds(List.of(foreign))));
    refused(
        "InvalidPolicyDocument",
        "not valid",
        () -> create(request().policyDocument("{\"Statement\": []}")));
  }

  @Test
  void keepsAPolicyUntilItIsReset() {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";
    String id = create(request().policyDocument(policy));
    assertThat(describe(id).policyDocument()).isEqualTo(policy);
    modify(ModifyVpcEndpointRequest.builder().vpcEndpointId(id).resetPolicy(true));
    assertThat(describe(id).policyDocument()).contains("\"Action\":\"*\"");
    modify(ModifyVpcEndpointRequest.builder().vpcEndpointId(id).policyDocument(policy));
    assertThat(describe(id).policyDocument()).isEqualTo(policy);
    refused(
        "InvalidPolicyDocument",
        "not valid",
        () -> modify(ModifyVpcEndpointRequest.builder().vpcEndpointId(id).policyDocument("{}")));
  }

  private void modify(ModifyVpcEndpointRequest.Builder request) {
    fixture.ec2.modifyVpcEndpoint(request.build());
  }

  @Test
  void isKnownByWhereItsCallersAre() {
    String followed = networks.subnet(vpc, "10.0.1.0/24");
    networks.subnet(vpc, "10.0.2.0/24");
    String table = networks.routeTable(vpc);
    networks.associate(table, followed);
    String id = create(request().routeTableIds(List.of(table)));
    assertThat(through("10.0.1.5")).contains(id);
    assertThat(through("10.0.2.5")).isEmpty();
    assertThat(through("10.9.0.5")).isEmpty();
  }

  private Optional<String> through(String from) {
    return fixture.store.read(tx ->
        VpcEndpoints.through(tx, Ec2Fixture.SCOPE, vpc, Ipv4Address.parse(from), S3)
            .map(croft.services.ec2.endpoint.VpcEndpoint::id));
  }

  @Test
  void namesTheServicesThatHaveEndpoints() {
    assertThat(
            fixture
                .ec2
                .describeVpcEndpointServices(DescribeVpcEndpointServicesRequest.builder().build())
                .serviceNamesOrEmpty())
        .containsExactly(S3);
    refused(
        "InvalidServiceName",
        "com.example",
        () ->
            fixture.ec2.describeVpcEndpointServices(
                DescribeVpcEndpointServicesRequest.builder()
                    .serviceNames(List.of("com.example"))
                    .build()));
  }

  @Test
  void describesPageByPage() {
    for (int i = 0; i < 6; i++) {
      create(request());
    }
    croft.api.ec2.DescribeVpcEndpointsResult first =
        fixture.ec2.describeVpcEndpoints(
            DescribeVpcEndpointsRequest.builder()
                .filters(List.of(Networks.filter("vpc-id", vpc)))
                .maxResults(5)
                .build());
    assertThat(first.vpcEndpointsOrEmpty()).hasSize(5);
    assertThat(first.nextToken()).isNotNull();
    fixture.denied.add("ec2:CreateVpcEndpoint");
    refused("UnauthorizedOperation", "CreateVpcEndpoint", () -> create(request()));
  }
}
