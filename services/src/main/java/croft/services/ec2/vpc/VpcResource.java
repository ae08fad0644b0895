package croft.services.ec2.vpc;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.AttributeBooleanValue;
import croft.api.ec2.CreateVpcRequest;
import croft.api.ec2.DeleteVpcRequest;
import croft.api.ec2.DescribeNetworkAclsRequest;
import croft.api.ec2.DescribeSecurityGroupsRequest;
import croft.api.ec2.DescribeVpcAttributeRequest;
import croft.api.ec2.DescribeVpcsRequest;
import croft.api.ec2.Ec2Api;
import croft.api.ec2.Filter;
import croft.api.ec2.ModifyVpcAttributeRequest;
import croft.api.ec2.ModifyVpcTenancyRequest;
import croft.services.ec2.resource.Removals;
import croft.services.ec2.tag.StackTags;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::VPC}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html">AWS::EC2::VPC</a>.
 */
public final class VpcResource implements ResourceType {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::VPC", "VpcId")
          .with(
              Property.of("CidrBlock", STRING).replacing(),
              Property.of("EnableDnsHostnames", BOOLEAN),
              Property.of("EnableDnsSupport", BOOLEAN),
              Property.of("InstanceTenancy", STRING))
          .unsupported("Ipv4IpamPoolId", "Ipv4NetmaskLength", "VpcEncryptionControl")
          .tags()
          .attributes(
              "CidrBlock",
              "CidrBlockAssociations",
              "DefaultNetworkAcl",
              "DefaultSecurityGroup",
              "Ipv6CidrBlocks",
              "VpcId");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    String id = StackTags.made(request, "vpc").orElseGet(() -> createVpc(request));
    return Made.of(id).then(() -> setNames(request, id));
  }

  private static String createVpc(ResourceRequest request) {
    CreateVpcRequest create =
        ApiShapes.read(request.properties(), CreateVpcRequest::read).toBuilder()
            .tagSpecifications(StackTags.specification(request, "vpc"))
            .build();
    return Objects.requireNonNull(
        Objects.requireNonNull(ec2(request).createVpc(create).vpc()).vpcId());
  }

  /** Names of hosts need the resolver: it is turned on before them, and off after them. */
  private static void setNames(ResourceRequest request, String id) {
    boolean support = request.properties().path("EnableDnsSupport").asBoolean(true);
    boolean hostNames = request.properties().path("EnableDnsHostnames").asBoolean(false);
    ModifyVpcAttributeRequest.Builder change = ModifyVpcAttributeRequest.builder().vpcId(id);
    AttributeBooleanValue supportValue = new AttributeBooleanValue(support);
    AttributeBooleanValue namesValue = new AttributeBooleanValue(hostNames);
    if (request.changed("EnableDnsSupport") && support) {
      ec2(request).modifyVpcAttribute(change.enableDnsSupport(supportValue).build());
    }
    if (request.changed("EnableDnsHostnames")) {
      ec2(request)
          .modifyVpcAttribute(
              ModifyVpcAttributeRequest.builder().vpcId(id).enableDnsHostnames(namesValue).build());
    }
    if (request.changed("EnableDnsSupport") && !support) {
      ec2(request).modifyVpcAttribute(change.enableDnsSupport(supportValue).build());
    }
  }

  @Override
  public void update(ResourceRequest request) {
    setNames(request, request.physicalId());
    if (request.changed("InstanceTenancy")) {
      ec2(request)
          .modifyVpcTenancy(
              ModifyVpcTenancyRequest.builder()
                  .vpcId(request.physicalId())
                  .instanceTenancy(request.text("InstanceTenancy"))
                  .build());
    }
    StackTags.update(request, request.physicalId());
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Removals.attempt(() ->
        ec2(request).deleteVpc(DeleteVpcRequest.builder().vpcId(request.physicalId()).build()));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request));
  }

  private static ObjectNode live(ResourceRequest request) {
    Ec2Api ec2 = ec2(request);
    String id = request.physicalId();
    var vpc =
        ec2.describeVpcs(DescribeVpcsRequest.builder().vpcIds(List.of(id)).build())
            .vpcsOrEmpty()
            .getFirst();
    ObjectNode live = ApiShapes.write(vpc).retain("VpcId", "CidrBlock", "InstanceTenancy");
    live.set("Tags", StackTags.property(vpc.tagsOrEmpty()));
    live.put("EnableDnsSupport", isOn(ec2, id, "enableDnsSupport"));
    live.put("EnableDnsHostnames", isOn(ec2, id, "enableDnsHostnames"));
    ArrayNode associations = live.putArray("CidrBlockAssociations");
    vpc.cidrBlockAssociationSetOrEmpty().forEach(a -> associations.add(a.associationId()));
    live.putArray("Ipv6CidrBlocks");
    live.put("DefaultNetworkAcl", defaultAcl(ec2, id));
    live.put("DefaultSecurityGroup", defaultGroup(ec2, id));
    return live;
  }

  private static boolean isOn(Ec2Api ec2, String id, String attribute) {
    var answer =
        ec2.describeVpcAttribute(
            DescribeVpcAttributeRequest.builder().vpcId(id).attribute(attribute).build());
    AttributeBooleanValue value =
        attribute.equals("enableDnsSupport")
            ? answer.enableDnsSupport()
            : answer.enableDnsHostnames();
    return value != null && Boolean.TRUE.equals(value.value());
  }

  private static String defaultAcl(Ec2Api ec2, String id) {
    DescribeNetworkAclsRequest question =
        DescribeNetworkAclsRequest.builder()
            .filters(List.of(filter("vpc-id", id), filter("default", "true")))
            .build();
    return Objects.requireNonNull(
        ec2.describeNetworkAcls(question).networkAclsOrEmpty().getFirst().networkAclId());
  }

  private static String defaultGroup(Ec2Api ec2, String id) {
    DescribeSecurityGroupsRequest question =
        DescribeSecurityGroupsRequest.builder()
            .filters(List.of(filter("vpc-id", id), filter("group-name", "default")))
            .build();
    return Objects.requireNonNull(
        ec2.describeSecurityGroups(question).securityGroupsOrEmpty().getFirst().groupId());
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(List.of(value)).build();
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return ec2(request).describeVpcs(DescribeVpcsRequest.builder().build()).vpcsOrEmpty().stream()
        .map(vpc -> Objects.requireNonNull(vpc.vpcId()))
        .toList();
  }

  private static Ec2Api ec2(ResourceRequest request) {
    return new Ec2Api(request.calls());
  }
}
