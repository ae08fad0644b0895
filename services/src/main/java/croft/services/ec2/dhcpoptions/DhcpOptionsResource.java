package croft.services.ec2.dhcpoptions;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::DHCPOptions}.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-dhcpoptions.html">AWS::EC2::DHCPOptions</a>.
 */
public final class DhcpOptionsResource extends TaggedResource {
  private static final Map<String, String> KEYS =
      Map.of(
          "DomainName", "domain-name",
          "DomainNameServers", "domain-name-servers",
          "NetbiosNameServers", "netbios-name-servers",
          "NetbiosNodeType", "netbios-node-type",
          "NtpServers", "ntp-servers");
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::DHCPOptions", "DhcpOptionsId")
          .with(
              Property.of("DomainName", STRING).replacing(),
              Property.of("DomainNameServers", STRINGS).replacing(),
              Property.of("NetbiosNameServers", STRINGS).replacing(),
              Property.of("NetbiosNodeType", INTEGER).replacing(),
              Property.of("NtpServers", STRINGS).replacing())
          .unsupported("Ipv6AddressPreferredLeaseTime")
          .tags()
          .attributes("DhcpOptionsId");

  public DhcpOptionsResource() {
    super(
        SCHEMA,
        new Noun(
            "dhcp-options",
            Ec2Model.DESCRIBE_DHCP_OPTIONS,
            "DhcpOptionsIds",
            "DhcpOptions",
            "DhcpOptionsId"));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    ArrayNode configurations = members.putArray("DhcpConfigurations");
    KEYS.forEach((property, key) -> {
      JsonNode given = request.properties().path(property);
      if (!given.isMissingNode()) {
        ArrayNode values = configurations.addObject().put("Key", key).putArray("Values");
        if (given.isArray()) {
          given.forEach(values::add);
        } else {
          values.add(given.asString());
        }
      }
    });
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_DHCP_OPTIONS, members)
        .path("DhcpOptions")
        .path("DhcpOptionsId")
        .asString();
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request).call(Ec2Model.DELETE_DHCP_OPTIONS, Ec2Calls.members("DhcpOptionsId", id));
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    for (JsonNode configuration : live.path("DhcpConfigurations")) {
      ArrayNode values = each(configuration.path("Values"), "Value");
      switch (configuration.path("Key").asString("")) {
        case "domain-name" -> live.set("DomainName", values.path(0));
        case "domain-name-servers" -> live.set("DomainNameServers", values);
        case "netbios-name-servers" -> live.set("NetbiosNameServers", values);
        case "netbios-node-type" -> live.put("NetbiosNodeType", values.path(0).asInt());
        default -> live.set("NtpServers", values);
      }
    }
  }
}
