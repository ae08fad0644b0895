package croft.services.ec2.address;

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
 * {@code AWS::EC2::EIPAssociation}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eipassociation.html">AWS::EC2::EIPAssociation</a>.
 */
public final class EipAssociationResource extends LinkResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::EIPAssociation", "Id")
          .with(
              Property.of("AllocationId", STRING).replacing(),
              Property.of("EIP", STRING).replacing(),
              Property.of("InstanceId", STRING).replacing(),
              Property.of("NetworkInterfaceId", STRING).replacing(),
              Property.of("PrivateIpAddress", STRING).replacing())
          .attributes("Id");

  public EipAssociationResource() {
    super(SCHEMA);
  }

  @Override
  protected String tie(ResourceRequest request) {
    ObjectNode members = request.properties().deepCopy();
    if (members.has("EIP")) {
      members.set("PublicIp", members.path("EIP"));
    }
    return Ec2Calls.of(request)
        .call(Ec2Model.ASSOCIATE_ADDRESS, members.put("AllowReassociation", true))
        .path("AssociationId")
        .asString();
  }

  private static Stream<ObjectNode> associated(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_ADDRESSES, "Addresses", Ec2Calls.members())
        .stream()
        .filter(address -> address.has("AssociationId"));
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    return associated(request)
        .filter(one -> isAs(request, "AllocationId", one.path("AllocationId")))
        .filter(one -> isAs(request, "EIP", one.path("PublicIp")))
        .filter(one -> isAs(request, "InstanceId", one.path("InstanceId")))
        .filter(one -> isAs(request, "NetworkInterfaceId", one.path("NetworkInterfaceId")))
        .map(one -> one.path("AssociationId").asString())
        .findFirst();
  }

  private static boolean isAs(ResourceRequest request, String property, JsonNode live) {
    return !request.properties().has(property) || request.text(property).equals(live.asString(""));
  }

  @Override
  protected void untie(ResourceRequest request) {
    Ec2Calls.of(request)
        .call(
            Ec2Model.DISASSOCIATE_ADDRESS, Ec2Calls.members("AssociationId", request.physicalId()));
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return associated(request)
        .filter(one -> one.path("AssociationId").asString().equals(request.physicalId()))
        .map(one ->
            one.put("EIP", one.path("PublicIp").asString())
                .put("Id", request.physicalId())
                .retain(
                    "AllocationId",
                    "EIP",
                    "Id",
                    "InstanceId",
                    "NetworkInterfaceId",
                    "PrivateIpAddress"))
        .findFirst();
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return associated(request).map(one -> one.path("AssociationId").asString()).toList();
  }
}
