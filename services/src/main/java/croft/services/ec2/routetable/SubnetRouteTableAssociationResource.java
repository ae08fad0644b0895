package croft.services.ec2.routetable;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.LinkResource;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::SubnetRouteTableAssociation}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html">AWS::EC2::SubnetRouteTableAssociation</a>.
 */
public final class SubnetRouteTableAssociationResource extends LinkResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::SubnetRouteTableAssociation", "Id")
          .with(
              Property.of("RouteTableId", STRING).needed().replacing(),
              Property.of("SubnetId", STRING).needed().replacing())
          .attributes("Id");

  public SubnetRouteTableAssociationResource() {
    super(SCHEMA);
  }

  /** A subnet has one table: another one's association with it becomes this one. */
  @Override
  protected String tie(ResourceRequest request) {
    Ec2Calls ec2 = Ec2Calls.of(request);
    Optional<JsonNode> other =
        associations(request)
            .filter(one -> one.path("SubnetId").asString("").equals(request.text("SubnetId")))
            .findFirst();
    if (other.isPresent()) {
      String old = other.get().path("RouteTableAssociationId").asString();
      return ec2.call(
              Ec2Model.REPLACE_ROUTE_TABLE_ASSOCIATION,
              Ec2Calls.members("AssociationId", old)
                  .put("RouteTableId", request.text("RouteTableId")))
          .path("NewAssociationId")
          .asString();
    }
    return ec2.call(Ec2Model.ASSOCIATE_ROUTE_TABLE, request.properties())
        .path("AssociationId")
        .asString();
  }

  private static Stream<JsonNode> associations(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_ROUTE_TABLES, "RouteTables", Ec2Calls.members())
        .stream()
        .flatMap(table -> table.path("Associations").valueStream())
        .filter(association -> !association.path("Main").asBoolean(false));
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    return associations(request)
        .filter(one ->
            one.path("SubnetId").asString("").equals(request.text("SubnetId"))
                && one.path("RouteTableId").asString("").equals(request.text("RouteTableId")))
        .map(one -> one.path("RouteTableAssociationId").asString())
        .findFirst();
  }

  @Override
  protected void untie(ResourceRequest request) {
    Ec2Calls.of(request)
        .call(
            Ec2Model.DISASSOCIATE_ROUTE_TABLE,
            Ec2Calls.members("AssociationId", request.physicalId()));
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return associations(request)
        .filter(
            one -> one.path("RouteTableAssociationId").asString("").equals(request.physicalId()))
        .map(one ->
            ((ObjectNode) one.deepCopy())
                .put("Id", request.physicalId())
                .retain("Id", "RouteTableId", "SubnetId"))
        .findFirst();
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return associations(request)
        .map(one -> one.path("RouteTableAssociationId").asString())
        .toList();
  }
}
