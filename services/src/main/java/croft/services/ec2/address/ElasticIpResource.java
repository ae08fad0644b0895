package croft.services.ec2.address;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::EIP}, known by its address.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html">AWS::EC2::EIP</a>.
 */
public final class ElasticIpResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::EIP", "PublicIp")
          .with(
              Property.of("Domain", STRING),
              Property.of("InstanceId", STRING),
              Property.of("NetworkBorderGroup", STRING).replacing(),
              Property.of("PublicIpv4Pool", STRING))
          .unsupported("Address", "IpamPoolId", "TransferAddress")
          .tags()
          .attributes("AllocationId", "PublicIp");

  public ElasticIpResource() {
    super(
        SCHEMA,
        new Noun(
            "elastic-ip",
            Ec2Model.DESCRIBE_ADDRESSES,
            "AllocationIds",
            "Addresses",
            "AllocationId"));
  }

  /** What was of EC2-Classic is of a VPC as well. */
  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.ALLOCATE_ADDRESS, members.put("Domain", "vpc"))
        .path("AllocationId")
        .asString();
  }

  @Override
  protected void settle(ResourceRequest request, String id) {
    if (!request.changed("InstanceId")) {
      return;
    }
    String instanceId = request.text("InstanceId");
    if (instanceId.isEmpty()) {
      disassociate(request, id);
    } else {
      Ec2Calls.of(request)
          .call(
              Ec2Model.ASSOCIATE_ADDRESS,
              Ec2Calls.members("AllocationId", id)
                  .put("InstanceId", instanceId)
                  .put("AllowReassociation", true));
    }
  }

  private void disassociate(ResourceRequest request, String id) {
    String association =
        found(request, id).orElse(Ec2Calls.members()).path("AssociationId").asString("");
    if (!association.isEmpty()) {
      Ec2Calls.of(request)
          .call(Ec2Model.DISASSOCIATE_ADDRESS, Ec2Calls.members("AssociationId", association));
    }
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    disassociate(request, id);
    Ec2Calls.of(request).call(Ec2Model.RELEASE_ADDRESS, Ec2Calls.members("AllocationId", id));
  }

  @Override
  protected String physicalId(ResourceRequest request, String id) {
    return found(request, id).orElseThrow().path("PublicIp").asString();
  }

  @Override
  protected String id(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(
            Ec2Model.DESCRIBE_ADDRESSES,
            "Addresses",
            Ec2Calls.ids("PublicIps", request.physicalId()))
        .getFirst()
        .path("AllocationId")
        .asString();
  }

  @Override
  protected String listed(ObjectNode found, String id) {
    return found.path("PublicIp").asString();
  }
}
