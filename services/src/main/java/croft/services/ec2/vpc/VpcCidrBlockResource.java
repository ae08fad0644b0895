package croft.services.ec2.vpc;

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
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::VPCCidrBlock}: one more block of a VPC.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html">AWS::EC2::VPCCidrBlock</a>.
 */
public final class VpcCidrBlockResource extends LinkResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::VPCCidrBlock", "Id")
          .with(
              Property.of("CidrBlock", STRING).replacing(),
              Property.of("VpcId", STRING).needed().replacing())
          .unsupported(
              "AmazonProvidedIpv6CidrBlock",
              "Ipv4IpamPoolId",
              "Ipv4NetmaskLength",
              "Ipv6CidrBlock",
              "Ipv6CidrBlockNetworkBorderGroup",
              "Ipv6IpamPoolId",
              "Ipv6NetmaskLength",
              "Ipv6Pool")
          .attributes("Id", "IpSource", "Ipv6AddressAttribute");

  public VpcCidrBlockResource() {
    super(SCHEMA);
  }

  @Override
  protected String tie(ResourceRequest request) {
    return Ec2Calls.of(request)
        .call(Ec2Model.ASSOCIATE_VPC_CIDR_BLOCK, request.properties())
        .path("CidrBlockAssociation")
        .path("AssociationId")
        .asString();
  }

  /** Each block of each VPC, with {@code VpcId}. */
  private static Stream<ObjectNode> blocks(ResourceRequest request) {
    return Ec2Calls.of(request).all(Ec2Model.DESCRIBE_VPCS, "Vpcs", Ec2Calls.members()).stream()
        .flatMap(vpc ->
            vpc.path("CidrBlockAssociationSet")
                .valueStream()
                .map(block ->
                    ((ObjectNode) block.deepCopy()).put("VpcId", vpc.path("VpcId").asString())))
        .filter(
            block -> block.path("CidrBlockState").path("State").asString("").equals("associated"));
  }

  private static String id(ObjectNode block) {
    return block.path("AssociationId").asString();
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    return blocks(request)
        .filter(block ->
            block.path("VpcId").asString().equals(request.text("VpcId"))
                && block.path("CidrBlock").asString().equals(request.text("CidrBlock")))
        .map(VpcCidrBlockResource::id)
        .findFirst();
  }

  @Override
  protected void untie(ResourceRequest request) {
    Ec2Calls.of(request)
        .call(
            Ec2Model.DISASSOCIATE_VPC_CIDR_BLOCK,
            Ec2Calls.members("AssociationId", request.physicalId()));
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return blocks(request)
        .filter(block -> id(block).equals(request.physicalId()))
        .map(block -> block.retain("CidrBlock", "VpcId").put("Id", request.physicalId()))
        .findFirst();
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return blocks(request).map(VpcCidrBlockResource::id).toList();
  }
}
