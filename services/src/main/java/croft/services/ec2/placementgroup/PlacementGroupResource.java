package croft.services.ec2.placementgroup;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::PlacementGroup}, known by its name.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-placementgroup.html">AWS::EC2::PlacementGroup</a>.
 */
public final class PlacementGroupResource extends TaggedResource {
  private static final int LONGEST_NAME = 255;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::PlacementGroup", "GroupName")
          .with(
              Property.of("PartitionCount", INTEGER).replacing(),
              Property.of("SpreadLevel", STRING).replacing(),
              Property.of("Strategy", STRING).replacing())
          .unsupported("ParentGroupId")
          .fixedTags()
          .attributes("GroupId", "GroupName");

  public PlacementGroupResource() {
    super(
        SCHEMA,
        new Noun(
            "placement-group",
            Ec2Model.DESCRIBE_PLACEMENT_GROUPS,
            "GroupIds",
            "PlacementGroups",
            "GroupId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    if (!members.has("Strategy")) {
      members.put("Strategy", "cluster");
    }
    return Ec2Calls.of(request)
        .call(
            Ec2Model.CREATE_PLACEMENT_GROUP,
            members.put("GroupName", request.generatedName(LONGEST_NAME)))
        .path("PlacementGroup")
        .path("GroupId")
        .asString();
  }

  @Override
  protected boolean isGone(ObjectNode found) {
    return found.path("State").asString("").equals("deleted");
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request)
        .call(Ec2Model.DELETE_PLACEMENT_GROUP, Ec2Calls.members("GroupName", request.physicalId()));
  }

  @Override
  protected String physicalId(ResourceRequest request, String id) {
    return request.generatedName(LONGEST_NAME);
  }

  @Override
  protected String id(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(
            Ec2Model.DESCRIBE_PLACEMENT_GROUPS,
            "PlacementGroups",
            Ec2Calls.ids("GroupNames", request.physicalId()))
        .getFirst()
        .path("GroupId")
        .asString();
  }

  @Override
  protected String listed(ObjectNode found, String id) {
    return found.path("GroupName").asString();
  }
}
