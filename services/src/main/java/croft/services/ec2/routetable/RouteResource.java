package croft.services.ec2.routetable;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.LinkResource;
import croft.services.resource.Missing;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::Route}, known as {@code rtb-…|destination}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html">AWS::EC2::Route</a>.
 */
public final class RouteResource extends LinkResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::Route", "CidrBlock")
          .with(
              Property.of("RouteTableId", STRING).needed().replacing(),
              Property.of("DestinationCidrBlock", STRING).replacing(),
              Property.of("GatewayId", STRING),
              Property.of("InstanceId", STRING),
              Property.of("NatGatewayId", STRING),
              Property.of("NetworkInterfaceId", STRING),
              Property.of("VpcPeeringConnectionId", STRING))
          .unsupported(
              "CarrierGatewayId",
              "CoreNetworkArn",
              "DestinationIpv6CidrBlock",
              "DestinationPrefixListId",
              "EgressOnlyInternetGatewayId",
              "LocalGatewayId",
              "OdbNetworkArn",
              "TransitGatewayId",
              "VpcEndpointId")
          .attributes("CidrBlock");

  public RouteResource() {
    super(SCHEMA);
  }

  @Override
  protected String tie(ResourceRequest request) {
    Ec2Calls.of(request).call(Ec2Model.CREATE_ROUTE, request.properties());
    return request.text("RouteTableId") + "|" + destination(request.properties());
  }

  private static String destination(JsonNode of) {
    return of.path("DestinationCidrBlock").asString("");
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    String table = request.text("RouteTableId");
    String destination = destination(request.properties());
    return route(request, table, destination).map(route -> table + "|" + destination);
  }

  @Override
  public void update(ResourceRequest request) {
    Ec2Calls.of(request).call(Ec2Model.REPLACE_ROUTE, request.properties());
  }

  @Override
  protected void untie(ResourceRequest request) {
    String destination = part(request, 1);
    Ec2Calls.of(request)
        .call(
            Ec2Model.DELETE_ROUTE,
            Ec2Calls.members("RouteTableId", part(request, 0))
                .put("DestinationCidrBlock", destination));
  }

  private static Optional<JsonNode> route(
      ResourceRequest request, String table, String destination) {
    return Missing.empty(() ->
            Ec2Calls.of(request)
                .all(
                    Ec2Model.DESCRIBE_ROUTE_TABLES,
                    "RouteTables",
                    Ec2Calls.ids("RouteTableIds", table)))
        .stream()
        .flatMap(List::stream)
        .flatMap(found -> found.path("Routes").valueStream())
        .filter(route -> destination(route).equals(destination))
        .findFirst();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    String table = part(request, 0);
    String destination = part(request, 1);
    return route(request, table, destination)
        .map(route -> {
          ObjectNode live = (ObjectNode) route.deepCopy();
          if (live.has("InstanceId") && !request.properties().has("NetworkInterfaceId")) {
            live.remove("NetworkInterfaceId");
          }
          live.retain(SCHEMA.properties().keySet());
          return live.put("RouteTableId", table).put("CidrBlock", destination);
        });
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_ROUTE_TABLES, "RouteTables", Ec2Calls.members())
        .stream()
        .flatMap(table ->
            table
                .path("Routes")
                .valueStream()
                .map(route -> table.path("RouteTableId").asString() + "|" + destination(route)))
        .toList();
  }
}
