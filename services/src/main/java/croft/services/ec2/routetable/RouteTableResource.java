package croft.services.ec2.routetable;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::RouteTable}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html">AWS::EC2::RouteTable</a>.
 */
public final class RouteTableResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::RouteTable", "RouteTableId")
          .with(Property.of("VpcId", STRING).needed().replacing())
          .tags()
          .attributes("RouteTableId");

  public RouteTableResource() {
    super(
        SCHEMA,
        new Noun(
            "route-table",
            Ec2Model.DESCRIBE_ROUTE_TABLES,
            "RouteTableIds",
            "RouteTables",
            "RouteTableId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_ROUTE_TABLE, members.put("ClientToken", request.token()))
        .path("RouteTable")
        .path("RouteTableId")
        .asString();
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request).call(Ec2Model.DELETE_ROUTE_TABLE, Ec2Calls.members("RouteTableId", id));
  }
}
