package croft.services.ec2.networkacl;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
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
 * {@code AWS::EC2::SubnetNetworkAclAssociation}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetnetworkaclassociation.html">AWS::EC2::SubnetNetworkAclAssociation</a>.
 */
public final class SubnetNetworkAclAssociationResource extends LinkResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::SubnetNetworkAclAssociation", "AssociationId")
          .with(
              Property.of("NetworkAclId", STRING).needed().replacing(),
              Property.of("SubnetId", STRING).needed().replacing())
          .attributes("AssociationId");

  public SubnetNetworkAclAssociationResource() {
    super(SCHEMA);
  }

  private static Stream<ObjectNode> acls(ResourceRequest request, ObjectNode question) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_NETWORK_ACLS, "NetworkAcls", question)
        .stream();
  }

  private static Stream<JsonNode> associations(ResourceRequest request, ObjectNode question) {
    return acls(request, question).flatMap(acl -> acl.path("Associations").valueStream());
  }

  private static Optional<JsonNode> ofSubnet(ResourceRequest request) {
    String subnetId = request.text("SubnetId");
    return associations(request, Ec2Calls.filters("association.subnet-id", subnetId))
        .filter(one -> one.path("SubnetId").asString().equals(subnetId))
        .findFirst();
  }

  @Override
  protected String tie(ResourceRequest request) {
    JsonNode old =
        ofSubnet(request)
            .orElseThrow(() ->
                ServiceError.badRequest(
                    "InvalidSubnetID.NotFound",
                    "The subnet ID '" + request.text("SubnetId") + "' does not exist"));
    return replace(request, id(old), request.text("NetworkAclId"));
  }

  private static String id(JsonNode association) {
    return association.path("NetworkAclAssociationId").asString("");
  }

  private static String replace(ResourceRequest request, String association, String aclId) {
    return Ec2Calls.of(request)
        .call(
            Ec2Model.REPLACE_NETWORK_ACL_ASSOCIATION,
            Ec2Calls.members("AssociationId", association).put("NetworkAclId", aclId))
        .path("NewAssociationId")
        .asString();
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    return ofSubnet(request)
        .filter(one -> one.path("NetworkAclId").asString().equals(request.text("NetworkAclId")))
        .map(SubnetNetworkAclAssociationResource::id);
  }

  /** A subnet always has an ACL: it falls back to that of the VPC. */
  @Override
  protected void untie(ResourceRequest request) {
    acls(request, Ec2Calls.filters("association.association-id", request.physicalId()))
        .flatMap(acl ->
            acls(
                request,
                Ec2Calls.filters("vpc-id", acl.path("VpcId").asString(), "default", "true")))
        .findFirst()
        .ifPresent(normal ->
            replace(request, request.physicalId(), normal.path("NetworkAclId").asString()));
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    String physicalId = request.physicalId();
    return associations(request, Ec2Calls.filters("association.association-id", physicalId))
        .filter(one -> id(one).equals(physicalId))
        .map(one ->
            ((ObjectNode) one.deepCopy())
                .put("AssociationId", physicalId)
                .retain("AssociationId", "NetworkAclId", "SubnetId"))
        .findFirst();
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return associations(request, Ec2Calls.members())
        .map(SubnetNetworkAclAssociationResource::id)
        .toList();
  }
}
