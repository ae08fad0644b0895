package croft.services.ec2.routetable;

import static croft.services.ec2.Ec2Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.ec2.DeleteRouteRequest;
import croft.api.ec2.DeleteRouteTableRequest;
import croft.api.ec2.DescribeRouteTablesRequest;
import croft.api.ec2.DetachInternetGatewayRequest;
import croft.api.ec2.DisassociateRouteTableRequest;
import croft.api.ec2.ReplaceRouteRequest;
import croft.api.ec2.ReplaceRouteTableAssociationRequest;
import croft.api.ec2.Route;
import croft.api.ec2.RouteTableAssociation;
import croft.services.ec2.Ec2Fixture;
import croft.services.ec2.vpc.Networks;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteOperationsTest {
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

  private void toGateway(String table, String destination, String gateway) {
    fixture.ec2.createRoute(Networks.route(table, destination).gatewayId(gateway).build());
  }

  @Test
  void leadsToTheGatewayUntilItIsGone() {
    String gateway = networks.internetGateway(vpc);
    String table = networks.routeTable(vpc);
    toGateway(table, "0.0.0.0/0", gateway);
    Route route = networks.route(networks.table(table), "0.0.0.0/0");
    assertThat(route.gatewayId()).isEqualTo(gateway);
    assertThat(route.state()).isEqualTo("active");
    assertThat(route.origin()).isEqualTo("CreateRoute");
    fixture.ec2.detachInternetGateway(
        DetachInternetGatewayRequest.builder().internetGatewayId(gateway).vpcId(vpc).build());
    assertThat(networks.route(networks.table(table), "0.0.0.0/0").state()).isEqualTo("blackhole");
    fixture.ec2.deleteRoute(delete(table, "0.0.0.0/0"));
    assertThat(networks.table(table).routesOrEmpty())
        .extracting(Route::gatewayId)
        .containsExactly("local");
  }

  private static DeleteRouteRequest delete(String table, String destination) {
    return DeleteRouteRequest.builder()
        .routeTableId(table)
        .destinationCidrBlock(destination)
        .build();
  }

  @Test
  void refusesWhatCannotBeARoute() {
    String gateway = networks.internetGateway(vpc);
    String table = networks.routeTable(vpc);
    toGateway(table, "0.0.0.0/0", gateway);
    refused(
        "RouteAlreadyExists",
        "The route identified by 0.0.0.0/0 already exists.",
        () -> toGateway(table, "0.0.0.0/0", gateway));
    refused("RouteAlreadyExists", "10.0.0.0/16", () -> toGateway(table, "10.0.0.0/16", gateway));
    refused(
        "InvalidParameterValue",
        "is equal to or more specific than one of this VPC's CIDR blocks",
        () -> toGateway(table, "10.0.1.0/24", gateway));
    refused(
        "InvalidInternetGatewayID.NotFound",
        "igw-0",
        () -> toGateway(table, "192.0.2.0/24", "igw-0"));
    refused(
        "InvalidRouteTableID.NotFound",
        "The routeTable ID 'rtb-0' does not exist",
        () -> toGateway("rtb-0", "192.0.2.0/24", gateway));
    String elsewhere = networks.internetGateway(networks.vpc("10.9.0.0/16"));
    refused(
        "InvalidParameterValue",
        "belong to different networks",
        () -> toGateway(table, "192.0.2.0/24", elsewhere));
    refused(
        "InvalidNatGatewayID.NotFound",
        "nat-0",
        () ->
            fixture.ec2.createRoute(
                Networks.route(table, "192.0.2.0/24").natGatewayId("nat-0").build()));
    refused(
        "InvalidVpcPeeringConnectionID.NotFound",
        "pcx-0",
        () ->
            fixture.ec2.createRoute(
                Networks.route(table, "192.0.2.0/24").vpcPeeringConnectionId("pcx-0").build()));
    refused(
        "MissingParameter",
        "exactly one of",
        () -> fixture.ec2.createRoute(Networks.route(table, "192.0.2.0/24").build()));
    refused(
        "UnsupportedOperation",
        "TransitGatewayId",
        () ->
            fixture.ec2.createRoute(
                Networks.route(table, "192.0.2.0/24").transitGatewayId("tgw-0").build()));
    refused(
        "InvalidRoute.NotFound",
        "no route with destination-cidr-block 192.0.2.0/24 in route table " + table,
        () -> fixture.ec2.deleteRoute(delete(table, "192.0.2.0/24")));
    refused(
        "InvalidParameterValue",
        "cannot remove local route 10.0.0.0/16",
        () -> fixture.ec2.deleteRoute(delete(table, "10.0.0.0/16")));
  }

  @Test
  void leadsToAnInstanceByItsInterface() {
    String subnet = networks.subnet(vpc, "10.0.1.0/24");
    String instance =
        String.valueOf(
            fixture
                .ec2
                .runInstances(fixture.launch().subnetId(subnet).build())
                .instancesOrEmpty()
                .getFirst()
                .instanceId());
    String table = networks.routeTable(vpc);
    fixture.ec2.createRoute(Networks.route(table, "0.0.0.0/0").instanceId(instance).build());
    Route route = networks.route(networks.table(table), "0.0.0.0/0");
    assertThat(route.instanceId()).isEqualTo(instance);
    assertThat(route.networkInterfaceId()).startsWith("eni-");
    String gateway = networks.internetGateway(vpc);
    fixture.ec2.replaceRoute(
        ReplaceRouteRequest.builder()
            .routeTableId(table)
            .destinationCidrBlock("0.0.0.0/0")
            .gatewayId(gateway)
            .build());
    Route replaced = networks.route(networks.table(table), "0.0.0.0/0");
    assertThat(replaced.gatewayId()).isEqualTo(gateway);
    assertThat(replaced.instanceId()).isNull();
    refused(
        "InvalidParameterValue",
        "Use CreateRoute instead.",
        () ->
            fixture.ec2.replaceRoute(
                ReplaceRouteRequest.builder()
                    .routeTableId(table)
                    .destinationCidrBlock("192.0.2.0/24")
                    .gatewayId(gateway)
                    .build()));
  }

  @Test
  void aSubnetFollowsOneTable() {
    String subnet = networks.subnet(vpc, "10.0.1.0/24");
    String one = networks.routeTable(vpc);
    String other = networks.routeTable(vpc);
    String association = networks.associate(one, subnet);
    assertThat(networks.associate(one, subnet)).isEqualTo(association);
    refused(
        "Resource.AlreadyAssociated",
        "conflicts with an existing association",
        () -> networks.associate(other, subnet));
    refused("DependencyViolation", "The routeTable '" + one, () -> deleteTable(one));
    String moved = replace(association, other);
    assertThat(moved).isNotEqualTo(association);
    assertThat(networks.table(one).associationsOrEmpty()).isEmpty();
    deleteTable(one);
    disassociate(moved);
    refused("InvalidAssociationID.NotFound", moved, () -> disassociate(moved));
    String foreign = networks.subnet(networks.vpc("10.9.0.0/16"), "10.9.0.0/24");
    refused(
        "InvalidParameterValue",
        "belong to different networks",
        () -> networks.associate(other, foreign));
  }

  private void deleteTable(@Nullable String id) {
    fixture.ec2.deleteRouteTable(DeleteRouteTableRequest.builder().routeTableId(id).build());
  }

  private void disassociate(@Nullable String association) {
    fixture.ec2.disassociateRouteTable(
        DisassociateRouteTableRequest.builder().associationId(association).build());
  }

  private String replace(@Nullable String association, String table) {
    return String.valueOf(
        fixture
            .ec2
            .replaceRouteTableAssociation(
                ReplaceRouteTableAssociationRequest.builder()
                    .associationId(association)
                    .routeTableId(table)
                    .build())
            .newAssociationId());
  }

  @Test
  void anotherTableBecomesTheMainOne() {
    croft.api.ec2.RouteTable main = networks.mainTable(vpc);
    RouteTableAssociation association = main.associationsOrEmpty().getFirst();
    refused(
        "InvalidParameterValue",
        "cannot disassociate the main route table association",
        () -> disassociate(association.routeTableAssociationId()));
    refused("DependencyViolation", "cannot be deleted", () -> deleteTable(main.routeTableId()));
    String other = networks.routeTable(vpc);
    replace(association.routeTableAssociationId(), other);
    assertThat(networks.mainTable(vpc).routeTableId()).isEqualTo(other);
    deleteTable(main.routeTableId());
  }

  @Test
  void describesByFilterAndPage() {
    String subnet = networks.subnet(vpc, "10.0.1.0/24");
    String table = networks.routeTable(vpc);
    networks.associate(table, subnet);
    assertThat(ids("association.subnet-id", subnet)).containsExactly(table);
    String gateway = networks.internetGateway(vpc);
    toGateway(table, "0.0.0.0/0", gateway);
    assertThat(ids("route.gateway-id", gateway)).containsExactly(table);
    assertThat(ids("vpc-id", vpc)).hasSize(2);
    refused("InvalidParameterValue", "The filter 'x' is invalid", () -> ids("x", "y"));
    croft.api.ec2.DescribeRouteTablesResult first =
        fixture.ec2.describeRouteTables(DescribeRouteTablesRequest.builder().maxResults(2).build());
    assertThat(first.routeTablesOrEmpty()).hasSize(2);
    assertThat(
            fixture
                .ec2
                .describeRouteTables(
                    DescribeRouteTablesRequest.builder().nextToken(first.nextToken()).build())
                .routeTablesOrEmpty())
        .hasSize(1);
  }

  private List<String> ids(String filter, String value) {
    return fixture
        .ec2
        .describeRouteTables(
            DescribeRouteTablesRequest.builder()
                .filters(List.of(Networks.filter(filter, value)))
                .build())
        .routeTablesOrEmpty()
        .stream()
        .map(t -> String.valueOf(t.routeTableId()))
        .toList();
  }
}
