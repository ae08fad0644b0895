package croft.services.ec2.dhcpoptions;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.LinkResource;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::VPCDHCPOptionsAssociation}, known as {@code dopt-…|vpc-…}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcdhcpoptionsassociation.html">AWS::EC2::VPCDHCPOptionsAssociation</a>.
 */
public final class VpcDhcpOptionsAssociationResource extends LinkResource {
  private static final String USUAL = "default";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::VPCDHCPOptionsAssociation", "VpcId")
          .with(
              Property.of("DhcpOptionsId", STRING).needed().replacing(),
              Property.of("VpcId", STRING).needed().replacing());

  public VpcDhcpOptionsAssociationResource() {
    super(SCHEMA);
  }

  private static void associate(ResourceRequest request, String vpcId, String optionsId) {
    Ec2Calls.of(request)
        .call(
            Ec2Model.ASSOCIATE_DHCP_OPTIONS,
            Ec2Calls.members("VpcId", vpcId).put("DhcpOptionsId", optionsId));
  }

  /** Associating what is associated already changes nothing. */
  @Override
  protected String tie(ResourceRequest request) {
    associate(request, request.text("VpcId"), request.text("DhcpOptionsId"));
    return request.text("DhcpOptionsId") + "|" + request.text("VpcId");
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    return Optional.empty();
  }

  @Override
  public Progress delete(ResourceRequest request) {
    return part(request, 0).equals(USUAL) ? Progress.done() : super.delete(request);
  }

  @Override
  protected void untie(ResourceRequest request) {
    associate(request, part(request, 1), USUAL);
  }

  private static Stream<ObjectNode> vpcs(ResourceRequest request, ObjectNode question) {
    return Missing.empty(() -> Ec2Calls.of(request).all(Ec2Model.DESCRIBE_VPCS, "Vpcs", question))
        .stream()
        .flatMap(List::stream);
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    String optionsId = part(request, 0);
    return vpcs(request, Ec2Calls.ids("VpcIds", part(request, 1)))
        .filter(vpc ->
            optionsId.equals(USUAL) || vpc.path("DhcpOptionsId").asString("").equals(optionsId))
        .map(vpc -> vpc.put("DhcpOptionsId", optionsId).retain("DhcpOptionsId", "VpcId"))
        .findFirst();
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return vpcs(request, Ec2Calls.members())
        .map(vpc -> vpc.path("DhcpOptionsId").asString() + "|" + vpc.path("VpcId").asString())
        .toList();
  }
}
