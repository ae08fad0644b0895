package croft.services.ec2.vpc;

import croft.api.ec2.AssociateRouteTableRequest;
import croft.api.ec2.AttachInternetGatewayRequest;
import croft.api.ec2.CreateInternetGatewayRequest;
import croft.api.ec2.CreateRouteRequest;
import croft.api.ec2.CreateRouteTableRequest;
import croft.api.ec2.CreateSubnetRequest;
import croft.api.ec2.CreateVpcRequest;
import croft.api.ec2.DescribeRouteTablesRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Filter;
import croft.api.ec2.Route;
import croft.api.ec2.RouteTable;
import java.util.List;
import java.util.Objects;

/** Makes the parts of a network for tests, and returns their ids. */
public record Networks(Ec2Api ec2) {

  public String vpc(String cidrBlock) {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                ec2.createVpc(CreateVpcRequest.builder().cidrBlock(cidrBlock).build()).vpc())
            .vpcId());
  }

  public String subnet(String vpcId, String cidrBlock) {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                ec2.createSubnet(
                        CreateSubnetRequest.builder().vpcId(vpcId).cidrBlock(cidrBlock).build())
                    .subnet())
            .subnetId());
  }

  public String internetGateway() {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                ec2.createInternetGateway(CreateInternetGatewayRequest.builder().build())
                    .internetGateway())
            .internetGatewayId());
  }

  /** A new gateway, attached. */
  public String internetGateway(String vpcId) {
    String id = internetGateway();
    ec2.attachInternetGateway(
        AttachInternetGatewayRequest.builder().internetGatewayId(id).vpcId(vpcId).build());
    return id;
  }

  public String routeTable(String vpcId) {
    return Objects.requireNonNull(
        Objects.requireNonNull(
                ec2.createRouteTable(CreateRouteTableRequest.builder().vpcId(vpcId).build())
                    .routeTable())
            .routeTableId());
  }

  /** The association's id. */
  public String associate(String routeTableId, String subnetId) {
    return Objects.requireNonNull(
        ec2.associateRouteTable(
                AssociateRouteTableRequest.builder()
                    .routeTableId(routeTableId)
                    .subnetId(subnetId)
                    .build())
            .associationId());
  }

  /** A request for a route of a table. */
  public static CreateRouteRequest.Builder route(String routeTableId, String destination) {
    return CreateRouteRequest.builder()
        .routeTableId(routeTableId)
        .destinationCidrBlock(destination);
  }

  public RouteTable mainTable(String vpcId) {
    return ec2.describeRouteTables(
            DescribeRouteTablesRequest.builder()
                .filters(List.of(filter("vpc-id", vpcId), filter("association.main", "true")))
                .build())
        .routeTablesOrEmpty()
        .getFirst();
  }

  public RouteTable table(String id) {
    return ec2.describeRouteTables(
            DescribeRouteTablesRequest.builder().routeTableIds(List.of(id)).build())
        .routeTablesOrEmpty()
        .getFirst();
  }

  /** The route of a table to a destination. */
  public Route route(RouteTable table, String destination) {
    return table.routesOrEmpty().stream()
        .filter(r ->
            destination.equals(r.destinationCidrBlock())
                || destination.equals(r.destinationPrefixListId()))
        .findFirst()
        .orElseThrow();
  }

  public static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(List.of(values)).build();
  }
}
