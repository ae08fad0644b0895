package croft.services.ec2.networkinterface;

import static croft.services.resource.PropertyType.BOOLEAN;
import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.ec2.tag.StackTags;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::NetworkInterface}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkinterface.html">AWS::EC2::NetworkInterface</a>.
 */
public final class NetworkInterfaceResource extends TaggedResource {
  private static final String ADDRESSES = "PrivateIpAddresses";
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::NetworkInterface", "Id")
          .with(
              Property.of("Description", STRING),
              Property.of("GroupSet", STRINGS),
              Property.of("InterfaceType", STRING).replacing(),
              Property.of("PrivateIpAddress", STRING).replacing(),
              Property.of(
                  ADDRESSES,
                  PropertyType.listOf(
                      PropertyType.structure(
                          Property.of("Primary", BOOLEAN).needed(),
                          Property.of("PrivateIpAddress", STRING).needed()))),
              Property.of("SecondaryPrivateIpAddressCount", INTEGER),
              Property.of("SourceDestCheck", BOOLEAN),
              Property.of("SubnetId", STRING).needed().replacing())
          .unsupported(
              "ConnectionTrackingSpecification",
              "EnablePrimaryIpv6",
              "Ipv4PrefixCount",
              "Ipv4Prefixes",
              "Ipv6AddressCount",
              "Ipv6Addresses",
              "Ipv6PrefixCount",
              "Ipv6Prefixes",
              "PublicIpDnsHostnameTypeSpecification")
          .tags()
          .attributes(
              "Id",
              "PrimaryIpv6Address",
              "PrimaryPrivateIpAddress",
              "PublicIpDnsNameOptions",
              "SecondaryPrivateIpAddresses",
              "VpcId");

  public NetworkInterfaceResource() {
    super(
        SCHEMA,
        new Noun(
            "network-interface",
            Ec2Model.DESCRIBE_NETWORK_INTERFACES,
            "NetworkInterfaceIds",
            "NetworkInterfaces",
            "NetworkInterfaceId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    JsonNode groups = members.path("GroupSet");
    if (!groups.isEmpty()) {
      members.set("Groups", groups);
    }
    members.put("ClientToken", request.token());
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_NETWORK_INTERFACE, members)
        .path("NetworkInterface")
        .path("NetworkInterfaceId")
        .asString();
  }

  @Override
  protected void settle(ResourceRequest request, String id) {
    if (request.changed("SourceDestCheck")) {
      boolean value = request.properties().path("SourceDestCheck").asBoolean(true);
      ObjectNode members = Ec2Calls.members("NetworkInterfaceId", id);
      members.putObject("SourceDestCheck").put("Value", value);
      modify(request, members);
    }
    if (request.previous().isEmpty()) {
      return;
    }
    if (request.changed("Description")) {
      ObjectNode members = Ec2Calls.members("NetworkInterfaceId", id);
      members.putObject("Description").put("Value", request.text("Description"));
      modify(request, members);
    }
    if (request.changed("GroupSet") && request.properties().has("GroupSet")) {
      ObjectNode members = Ec2Calls.members("NetworkInterfaceId", id);
      members.set("Groups", request.properties().path("GroupSet"));
      modify(request, members);
    }
    new SecondaryAddresses(request, id).change();
  }

  private static void modify(ResourceRequest request, ObjectNode members) {
    Ec2Calls.of(request).call(Ec2Model.MODIFY_NETWORK_INTERFACE_ATTRIBUTE, members);
  }

  /** Another first address needs another interface. */
  @Override
  public Set<String> replacedBy(ObjectNode before, ObjectNode after) {
    Set<String> names = new TreeSet<>(super.replacedBy(before, after));
    if (!primary(before).equals(primary(after))) {
      names.add(ADDRESSES);
    }
    return names;
  }

  private static String primary(ObjectNode properties) {
    return properties
        .path(ADDRESSES)
        .valueStream()
        .filter(one -> one.path("Primary").asBoolean(false))
        .map(one -> one.path("PrivateIpAddress").asString())
        .findFirst()
        .orElse("");
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request)
        .call(Ec2Model.DELETE_NETWORK_INTERFACE, Ec2Calls.members("NetworkInterfaceId", id));
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    live.set("Id", live.path("NetworkInterfaceId"));
    live.set("Tags", StackTags.property(live.path("TagSet")));
    live.set("GroupSet", each(live.path("Groups"), "GroupId"));
    live.set("PrimaryPrivateIpAddress", live.path("PrivateIpAddress"));
    live.put("PrimaryIpv6Address", "");
    ArrayNode secondary = live.putArray("SecondaryPrivateIpAddresses");
    ArrayNode addresses = JsonMapper.shared().createArrayNode();
    for (JsonNode address : live.path(ADDRESSES)) {
      boolean primary = address.path("Primary").asBoolean(false);
      addresses
          .addObject()
          .put("PrivateIpAddress", address.path("PrivateIpAddress").asString())
          .put("Primary", primary);
      if (!primary) {
        secondary.add(address.path("PrivateIpAddress"));
      }
    }
    live.set(ADDRESSES, addresses);
    if (request.properties().has("SecondaryPrivateIpAddressCount")) {
      live.put("SecondaryPrivateIpAddressCount", secondary.size());
    }
  }
}
