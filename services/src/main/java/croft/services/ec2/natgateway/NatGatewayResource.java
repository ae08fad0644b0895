package croft.services.ec2.natgateway;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.base.ServiceError;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::NatGateway}: there once it is available.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html">AWS::EC2::NatGateway</a>.
 */
public final class NatGatewayResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::NatGateway", "NatGatewayId")
          .with(
              Property.of("AllocationId", STRING).replacing(),
              Property.of("ConnectivityType", STRING).replacing(),
              Property.of("PrivateIpAddress", STRING).replacing(),
              Property.of("SubnetId", STRING).replacing())
          .unsupported(
              "AvailabilityMode",
              "AvailabilityZoneAddresses",
              "MaxDrainDurationSeconds",
              "SecondaryAllocationIds",
              "SecondaryPrivateIpAddressCount",
              "SecondaryPrivateIpAddresses",
              "VpcId")
          .tags()
          .attributes(
              "AutoProvisionZones", "AutoScalingIps", "EniId", "NatGatewayId", "RouteTableId");

  public NatGatewayResource() {
    super(
        SCHEMA,
        new Noun(
            "natgateway",
            Ec2Model.DESCRIBE_NAT_GATEWAYS,
            "NatGatewayIds",
            "NatGateways",
            "NatGatewayId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_NAT_GATEWAY, members.put("ClientToken", request.token()))
        .path("NatGateway")
        .path("NatGatewayId")
        .asString();
  }

  @Override
  public Progress stabilize(ResourceRequest request) {
    ObjectNode gateway =
        found(request, request.physicalId()).orElseThrow(() -> failed(request, "deleted"));
    return switch (gateway.path("State").asString("")) {
      case "available" -> Progress.done();
      case "failed" -> throw failed(request, gateway.path("FailureMessage").asString("failed"));
      default -> Progress.pending();
    };
  }

  private static ServiceError failed(ResourceRequest request, String reason) {
    return ServiceError.badRequest(
        "NotStabilized",
        "NatGateway %s is in state failed and hence failed to stabilize. Detailed failure message:"
                .formatted(request.physicalId())
            + " "
            + reason);
  }

  @Override
  protected boolean isGone(ObjectNode found) {
    return found.path("State").asString("").equals("deleted");
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    boolean going =
        found(request, id)
            .filter(one -> one.path("State").asString("").equals("deleting"))
            .isPresent();
    if (!going) {
      Ec2Calls.of(request).call(Ec2Model.DELETE_NAT_GATEWAY, Ec2Calls.members("NatGatewayId", id));
    }
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    JsonNode address = live.path("NatGatewayAddresses").path(0);
    live.set("EniId", address.path("NetworkInterfaceId"));
    if (address.has("AllocationId")) {
      live.set("AllocationId", address.path("AllocationId"));
    }
    if (address.has("PrivateIp")) {
      live.set("PrivateIpAddress", address.path("PrivateIp"));
    }
    live.remove("VpcId");
  }
}
