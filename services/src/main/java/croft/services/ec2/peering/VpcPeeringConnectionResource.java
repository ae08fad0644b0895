package croft.services.ec2.peering;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::VPCPeeringConnection}: between VPCs of one account, where asking is accepting.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcpeeringconnection.html">AWS::EC2::VPCPeeringConnection</a>.
 */
public final class VpcPeeringConnectionResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::VPCPeeringConnection", "Id")
          .with(
              Property.of("PeerOwnerId", STRING).replacing(),
              Property.of("PeerVpcId", STRING).needed().replacing(),
              Property.of("VpcId", STRING).needed().replacing())
          .unsupported("AssumeRoleRegion", "PeerRegion", "PeerRoleArn")
          .tags()
          .attributes("Id");

  public VpcPeeringConnectionResource() {
    super(
        SCHEMA,
        new Noun(
            "vpc-peering-connection",
            Ec2Model.DESCRIBE_VPC_PEERING_CONNECTIONS,
            "VpcPeeringConnectionIds",
            "VpcPeeringConnections",
            "VpcPeeringConnectionId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_VPC_PEERING_CONNECTION, members)
        .path("VpcPeeringConnection")
        .path("VpcPeeringConnectionId")
        .asString();
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    String id = request.physicalId();
    String code = found(request, id).map(VpcPeeringConnectionResource::code).orElse("deleted");
    return switch (code) {
      case "active" -> Progress.done();
      case "initiating-request", "provisioning" -> Progress.pending();
      case "pending-acceptance" -> {
        String peer = request.text("PeerOwnerId");
        if (!peer.isEmpty() && !peer.equals(request.owner().account())) {
          throw ServiceError.badRequest(
              "NotStabilized",
              "VpcPeeringConnection " + id + " waits for account " + peer + " to accept it");
        }
        Ec2Calls.of(request)
            .call(
                Ec2Model.ACCEPT_VPC_PEERING_CONNECTION,
                Ec2Calls.members("VpcPeeringConnectionId", id));
        yield Progress.pending();
      }
      default ->
          throw ServiceError.badRequest(
              "NotStabilized", "VpcPeeringConnection " + id + " is " + code);
    };
  }

  private static String code(ObjectNode found) {
    return found.path("Status").path("Code").asString("");
  }

  @Override
  protected boolean isGone(ObjectNode found) {
    return List.of("deleted", "rejected", "expired", "failed").contains(code(found));
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    if (found(request, id).filter(one -> code(one).equals("deleting")).isEmpty()) {
      Ec2Calls.of(request)
          .call(
              Ec2Model.DELETE_VPC_PEERING_CONNECTION,
              Ec2Calls.members("VpcPeeringConnectionId", id));
    }
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    live.set("Id", live.path("VpcPeeringConnectionId"));
    live.set("VpcId", live.path("RequesterVpcInfo").path("VpcId"));
    live.set("PeerVpcId", live.path("AccepterVpcInfo").path("VpcId"));
    live.set("PeerOwnerId", live.path("AccepterVpcInfo").path("OwnerId"));
  }
}
