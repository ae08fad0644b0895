package croft.services.ec2.subnet;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::Subnet}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html">AWS::EC2::Subnet</a>.
 */
public final class SubnetResource extends TaggedResource {
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::Subnet", "SubnetId")
          .with(
              Property.of("VpcId", STRING).needed().replacing(),
              Property.of("CidrBlock", STRING).replacing(),
              Property.of("AvailabilityZone", STRING).replacing(),
              Property.of("AvailabilityZoneId", STRING).replacing(),
              Property.of("MapPublicIpOnLaunch", BOOLEAN),
              Property.of(
                  "PrivateDnsNameOptionsOnLaunch",
                  PropertyType.structure(
                      Property.of("HostnameType", STRING),
                      Property.unsupported("EnableResourceNameDnsARecord"),
                      Property.unsupported("EnableResourceNameDnsAAAARecord"))))
          .unsupported(
              "AssignIpv6AddressOnCreation",
              "EnableDns64",
              "EnableLniAtDeviceIndex",
              "Ipv4IpamPoolId",
              "Ipv4NetmaskLength",
              "Ipv6CidrBlock",
              "Ipv6IpamPoolId",
              "Ipv6Native",
              "Ipv6NetmaskLength",
              "OutpostArn")
          .tags()
          .attributes(
              "AvailabilityZone",
              "AvailabilityZoneId",
              "BlockPublicAccessStates",
              "CidrBlock",
              "Ipv6CidrBlocks",
              "NetworkAclAssociationId",
              "SubnetId",
              "VpcId");

  public SubnetResource() {
    super(
        SCHEMA, new Noun("subnet", Ec2Model.DESCRIBE_SUBNETS, "SubnetIds", "Subnets", "SubnetId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_SUBNET, members)
        .path("Subnet")
        .path("SubnetId")
        .asString();
  }

  @Override
  protected void settle(ResourceRequest request, String id) {
    if (request.changed("MapPublicIpOnLaunch")) {
      ObjectNode members = Ec2Calls.members("SubnetId", id);
      boolean mapped = request.properties().path("MapPublicIpOnLaunch").asBoolean(false);
      members.putObject("MapPublicIpOnLaunch").put("Value", mapped);
      Ec2Calls.of(request).call(Ec2Model.MODIFY_SUBNET_ATTRIBUTE, members);
    }
    if (request.changed("PrivateDnsNameOptionsOnLaunch")) {
      JsonNode options = request.properties().path("PrivateDnsNameOptionsOnLaunch");
      Ec2Calls.of(request)
          .call(
              Ec2Model.MODIFY_SUBNET_ATTRIBUTE,
              Ec2Calls.members("SubnetId", id)
                  .put(
                      "PrivateDnsHostnameTypeOnLaunch",
                      options.path("HostnameType").asString("ip-name")));
    }
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request).call(Ec2Model.DELETE_SUBNET, Ec2Calls.members("SubnetId", id));
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    String id = live.path("SubnetId").asString();
    live.putArray("Ipv6CidrBlocks");
    live.putObject("BlockPublicAccessStates").put("InternetGatewayBlockMode", "off");
    for (JsonNode acl :
        Ec2Calls.of(request)
            .all(
                Ec2Model.DESCRIBE_NETWORK_ACLS,
                "NetworkAcls",
                Ec2Calls.filters("association.subnet-id", id))) {
      for (JsonNode association : acl.path("Associations")) {
        if (association.path("SubnetId").asString().equals(id)) {
          live.set("NetworkAclAssociationId", association.path("NetworkAclAssociationId"));
        }
      }
    }
  }
}
