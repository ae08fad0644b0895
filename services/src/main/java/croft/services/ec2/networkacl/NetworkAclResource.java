package croft.services.ec2.networkacl;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::NetworkAcl}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkacl.html">AWS::EC2::NetworkAcl</a>.
 */
public final class NetworkAclResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::NetworkAcl", "Id")
          .with(Property.of("VpcId", STRING).needed().replacing())
          .tags()
          .attributes("Id");

  public NetworkAclResource() {
    super(
        SCHEMA,
        new Noun(
            "network-acl",
            Ec2Model.DESCRIBE_NETWORK_ACLS,
            "NetworkAclIds",
            "NetworkAcls",
            "NetworkAclId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_NETWORK_ACL, members)
        .path("NetworkAcl")
        .path("NetworkAclId")
        .asString();
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request).call(Ec2Model.DELETE_NETWORK_ACL, Ec2Calls.members("NetworkAclId", id));
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    live.set("Id", live.path("NetworkAclId"));
  }
}
