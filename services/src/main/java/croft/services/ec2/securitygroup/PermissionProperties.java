package croft.services.ec2.securitygroup;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.services.resource.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rules as templates write them, one source or destination each. */
final class PermissionProperties {
  private PermissionProperties() {}

  /** The properties of a rule of traffic that comes in. */
  static Property[] ingress() {
    return new Property[] {
      Property.of("CidrIp", STRING),
      Property.unsupported("CidrIpv6"),
      Property.of("Description", STRING),
      Property.of("FromPort", INTEGER),
      Property.of("IpProtocol", STRING).needed(),
      Property.of("SourcePrefixListId", STRING),
      Property.of("SourceSecurityGroupId", STRING),
      Property.of("SourceSecurityGroupName", STRING),
      Property.of("SourceSecurityGroupOwnerId", STRING),
      Property.of("ToPort", INTEGER)
    };
  }

  /** The properties of a rule of traffic that goes out. */
  static Property[] egress() {
    return new Property[] {
      Property.of("CidrIp", STRING),
      Property.unsupported("CidrIpv6"),
      Property.of("Description", STRING),
      Property.of("DestinationPrefixListId", STRING),
      Property.of("DestinationSecurityGroupId", STRING),
      Property.of("FromPort", INTEGER),
      Property.of("IpProtocol", STRING).needed(),
      Property.of("ToPort", INTEGER)
    };
  }

  /** A rule as the API's IpPermission. */
  static ObjectNode permission(JsonNode rule) {
    ObjectNode permission = JsonMapper.shared().createObjectNode();
    copy(rule, "IpProtocol", permission, "IpProtocol");
    copy(rule, "FromPort", permission, "FromPort");
    copy(rule, "ToPort", permission, "ToPort");
    if (rule.has("CidrIp")) {
      ObjectNode range = permission.putArray("IpRanges").addObject();
      copy(rule, "CidrIp", range, "CidrIp");
      copy(rule, "Description", range, "Description");
    }
    for (String side : new String[] {"Source", "Destination"}) {
      if (rule.has(side + "PrefixListId")) {
        ObjectNode list = permission.putArray("PrefixListIds").addObject();
        copy(rule, side + "PrefixListId", list, "PrefixListId");
        copy(rule, "Description", list, "Description");
      }
      if (rule.has(side + "SecurityGroupId") || rule.has(side + "SecurityGroupName")) {
        ObjectNode pair = permission.putArray("UserIdGroupPairs").addObject();
        copy(rule, side + "SecurityGroupId", pair, "GroupId");
        copy(rule, side + "SecurityGroupName", pair, "GroupName");
        copy(rule, side + "SecurityGroupOwnerId", pair, "UserId");
        copy(rule, "Description", pair, "Description");
      }
    }
    return permission;
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    JsonNode value = from.get(name);
    if (value != null) {
      to.set(as, value);
    }
  }

  /** A rule of the API as a template writes it. */
  static ObjectNode rule(croft.api.ec2.SecurityGroupRule found) {
    boolean egress = Boolean.TRUE.equals(found.isEgress());
    String side = egress ? "Destination" : "Source";
    ObjectNode rule = JsonMapper.shared().createObjectNode();
    put(rule, "IpProtocol", found.ipProtocol());
    put(rule, "CidrIp", found.cidrIpv4());
    put(rule, "Description", found.description());
    put(rule, side + "PrefixListId", found.prefixListId());
    if (found.referencedGroupInfo() != null) {
      put(rule, side + "SecurityGroupId", found.referencedGroupInfo().groupId());
      if (!egress) {
        put(rule, side + "SecurityGroupOwnerId", found.referencedGroupInfo().userId());
      }
    }
    Integer from = found.fromPort();
    Integer to = found.toPort();
    if (from != null && to != null && !"-1".equals(found.ipProtocol())) {
      rule.put("FromPort", from);
      rule.put("ToPort", to);
    }
    return rule;
  }

  private static void put(
      ObjectNode rule, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null && !value.isEmpty()) {
      rule.put(name, value);
    }
  }
}
