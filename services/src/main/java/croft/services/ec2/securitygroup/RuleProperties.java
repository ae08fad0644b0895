package croft.services.ec2.securitygroup;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.vpc.Blocks;
import croft.services.resource.Property;
import croft.services.resource.ResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules as templates write them, those of a group's own and those that stand alone, and as EC2
 * takes and tells them.
 *
 * @param egress which way
 */
public record RuleProperties(boolean egress) {

  /** What a rule may say, but whose it is. */
  public Property[] properties() {
    String peer = egress ? "Destination" : "Source";
    List<Property> properties =
        new ArrayList<>(
            List.of(
                Property.of("IpProtocol", STRING).needed().replacing(),
                Property.of("FromPort", INTEGER).replacing(),
                Property.of("ToPort", INTEGER).replacing(),
                Property.of("CidrIp", STRING).replacing(),
                Property.of("CidrIpv6", STRING).replacing(),
                Property.of("Description", STRING),
                Property.of(peer + "PrefixListId", STRING).replacing(),
                Property.of(peer + "SecurityGroupId", STRING).replacing()));
    if (!egress) {
      properties.add(Property.of("SourceSecurityGroupName", STRING).replacing());
      properties.add(Property.of("SourceSecurityGroupOwnerId", STRING).replacing());
    }
    return properties.toArray(Property[]::new);
  }

  /** The permission that a rule asks for. */
  ObjectNode permission(JsonNode rule) {
    String peer = egress ? "Destination" : "Source";
    ObjectNode permission = Ec2Calls.members();
    copy(rule, "IpProtocol", permission, "IpProtocol");
    copy(rule, "FromPort", permission, "FromPort");
    copy(rule, "ToPort", permission, "ToPort");
    if (rule.has("CidrIp")) {
      described(rule, permission, "IpRanges").set("CidrIp", rule.path("CidrIp"));
    }
    if (rule.has("CidrIpv6")) {
      described(rule, permission, "Ipv6Ranges").set("CidrIpv6", rule.path("CidrIpv6"));
    }
    if (rule.has(peer + "PrefixListId")) {
      described(rule, permission, "PrefixListIds")
          .set("PrefixListId", rule.path(peer + "PrefixListId"));
    }
    if (rule.has(peer + "SecurityGroupId") || rule.has("SourceSecurityGroupName")) {
      ObjectNode pair = described(rule, permission, "UserIdGroupPairs");
      copy(rule, peer + "SecurityGroupId", pair, "GroupId");
      if (!pair.has("GroupId")) {
        copy(rule, "SourceSecurityGroupName", pair, "GroupName");
      }
      copy(rule, "SourceSecurityGroupOwnerId", pair, "UserId");
    }
    return permission;
  }

  private static ObjectNode described(JsonNode rule, ObjectNode permission, String list) {
    ObjectNode one = permission.putArray(list).addObject();
    copy(rule, "Description", one, "Description");
    return one;
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    if (from.has(name)) {
      to.set(as, from.path(name));
    }
  }

  /** A described rule as a template would write it. */
  ObjectNode written(JsonNode live) {
    String peer = egress ? "Destination" : "Source";
    ObjectNode rule = Ec2Calls.members();
    copy(live, "IpProtocol", rule, "IpProtocol");
    if (!live.path("IpProtocol").asString("").equals("-1")) {
      copy(live, "FromPort", rule, "FromPort");
      copy(live, "ToPort", rule, "ToPort");
    }
    copy(live, "CidrIpv4", rule, "CidrIp");
    copy(live, "CidrIpv6", rule, "CidrIpv6");
    copy(live, "PrefixListId", rule, peer + "PrefixListId");
    JsonNode group = live.path("ReferencedGroupInfo");
    copy(group, "GroupId", rule, peer + "SecurityGroupId");
    if (!egress) {
      copy(group, "UserId", rule, "SourceSecurityGroupOwnerId");
    }
    copy(live, "Description", rule, "Description");
    return rule;
  }

  /**
   * Whether a described rule lets through what a written one does.
   *
   * @param sourceId of the group that the written one names, if it does so by name
   */
  boolean isAlike(JsonNode live, JsonNode rule, String sourceId) {
    String peer = egress ? "Destination" : "Source";
    String protocol = protocol(rule.path("IpProtocol").asString(""));
    boolean everyPort = protocol.equals("-1");
    String group = rule.path(peer + "SecurityGroupId").asString(sourceId);
    return protocol.equals(live.path("IpProtocol").asString(""))
        && (everyPort || ports(rule).equals(ports(live)))
        && cidr(rule.path("CidrIp").asString("")).equals(live.path("CidrIpv4").asString(""))
        && cidr6(rule.path("CidrIpv6").asString("")).equals(live.path("CidrIpv6").asString(""))
        && group.equals(live.path("ReferencedGroupInfo").path("GroupId").asString(""))
        && rule.path(peer + "PrefixListId")
            .asString("")
            .equals(live.path("PrefixListId").asString(""));
  }

  private static String ports(JsonNode rule) {
    return rule.path("FromPort").asInt(-1) + "-" + rule.path("ToPort").asInt(-1);
  }

  private static String protocol(String given) {
    return switch (given.toLowerCase(Locale.ROOT)) {
      case "6" -> "tcp";
      case "17" -> "udp";
      case "1" -> "icmp";
      case "58" -> "icmpv6";
      case "all" -> "-1";
      default -> given.toLowerCase(Locale.ROOT);
    };
  }

  private static String cidr(String given) {
    return given.isEmpty() ? "" : Blocks.parse("cidrIp", given).toString();
  }

  private static String cidr6(String given) {
    return given.isEmpty() ? "" : Ipv6Block.parse(given);
  }

  /** Adds rules to a group. What is there already is passed over where a call is repeated. */
  ObjectNode authorize(ResourceRequest request, String groupId, List<? extends JsonNode> rules) {
    ObjectNode members = Ec2Calls.members("GroupId", groupId);
    ArrayNode permissions = members.putArray("IpPermissions");
    rules.forEach(rule -> permissions.add(permission(rule)));
    Ec2Calls ec2 = Ec2Calls.of(request);
    return egress
        ? ec2.call(Ec2Model.AUTHORIZE_SECURITY_GROUP_EGRESS, members)
        : ec2.call(Ec2Model.AUTHORIZE_SECURITY_GROUP_INGRESS, members);
  }

  /** Takes rules from a group. */
  void revoke(ResourceRequest request, String groupId, List<String> ruleIds) {
    ObjectNode members = Ec2Calls.ids("SecurityGroupRuleIds", ruleIds.toArray(String[]::new));
    members.put("GroupId", groupId);
    Ec2Calls ec2 = Ec2Calls.of(request);
    if (egress) {
      ec2.call(Ec2Model.REVOKE_SECURITY_GROUP_EGRESS, members);
    } else {
      ec2.call(Ec2Model.REVOKE_SECURITY_GROUP_INGRESS, members);
    }
  }

  /** The rules of a group that go this way. */
  List<ObjectNode> of(ResourceRequest request, String groupId) {
    return Ec2Calls.of(request)
        .all(
            Ec2Model.DESCRIBE_SECURITY_GROUP_RULES,
            "SecurityGroupRules",
            Ec2Calls.filters("group-id", groupId))
        .stream()
        .filter(rule -> rule.path("IsEgress").asBoolean() == egress)
        .toList();
  }
}
