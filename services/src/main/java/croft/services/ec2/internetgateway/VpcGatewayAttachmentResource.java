package croft.services.ec2.internetgateway;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.LinkResource;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::VPCGatewayAttachment}, known as {@code IGW|vpc-…}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html">AWS::EC2::VPCGatewayAttachment</a>.
 */
public final class VpcGatewayAttachmentResource extends LinkResource {
  private static final String KIND = "IGW|";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::VPCGatewayAttachment", "AttachmentType")
          .with(
              Property.of("VpcId", STRING).needed().replacing(),
              Property.of("InternetGatewayId", STRING))
          .unsupported("VpnGatewayId")
          .attributes("AttachmentType");

  public VpcGatewayAttachmentResource() {
    super(SCHEMA);
  }

  @Override
  protected String tie(ResourceRequest request) {
    attach(request, request.text("InternetGatewayId"), request.text("VpcId"));
    return KIND + request.text("VpcId");
  }

  private static void attach(ResourceRequest request, String gatewayId, String vpcId) {
    Ec2Calls.of(request).call(Ec2Model.ATTACH_INTERNET_GATEWAY, members(gatewayId, vpcId));
  }

  private static void detach(ResourceRequest request, String gatewayId, String vpcId) {
    Ec2Calls.of(request).call(Ec2Model.DETACH_INTERNET_GATEWAY, members(gatewayId, vpcId));
  }

  private static ObjectNode members(String gatewayId, String vpcId) {
    return Ec2Calls.members("InternetGatewayId", gatewayId).put("VpcId", vpcId);
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    String vpcId = request.text("VpcId");
    return gateway(request, vpcId)
        .filter(request.text("InternetGatewayId")::equals)
        .map(gatewayId -> KIND + vpcId);
  }

  private static Optional<String> gateway(ResourceRequest request, String vpcId) {
    return Ec2Calls.of(request)
        .all(
            Ec2Model.DESCRIBE_INTERNET_GATEWAYS,
            "InternetGateways",
            Ec2Calls.filters("attachment.vpc-id", vpcId))
        .stream()
        .map(gateway -> gateway.path("InternetGatewayId").asString())
        .findFirst();
  }

  @Override
  public void update(ResourceRequest request) {
    String vpcId = part(request, 1);
    String wanted = request.text("InternetGatewayId");
    Optional<String> there = gateway(request, vpcId);
    if (there.filter(wanted::equals).isEmpty()) {
      there.ifPresent(gatewayId -> detach(request, gatewayId, vpcId));
      attach(request, wanted, vpcId);
    }
  }

  @Override
  protected void untie(ResourceRequest request) {
    String vpcId = part(request, 1);
    gateway(request, vpcId).ifPresent(gatewayId -> detach(request, gatewayId, vpcId));
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    String vpcId = part(request, 1);
    return gateway(request, vpcId)
        .map(gatewayId -> members(gatewayId, vpcId).put("AttachmentType", "IGW"));
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_INTERNET_GATEWAYS, "InternetGateways", Ec2Calls.members())
        .stream()
        .flatMap(gateway -> gateway.path("Attachments").valueStream())
        .map(attachment -> KIND + attachment.path("VpcId").asString())
        .toList();
  }
}
