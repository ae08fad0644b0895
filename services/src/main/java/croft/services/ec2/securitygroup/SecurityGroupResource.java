package croft.services.ec2.securitygroup;

import static croft.services.resource.PropertyType.STRING;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.TaggedResource;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::SecurityGroup}, with the rules that stand in it.
 *
 * <p>As of EC2-Classic's days, Ref gives the name of a group that names no VPC, and its id else.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html">AWS::EC2::SecurityGroup</a>.
 */
public final class SecurityGroupResource extends TaggedResource {
  private static final RuleProperties INGRESS = new RuleProperties(false);
  private static final RuleProperties EGRESS = new RuleProperties(true);
  private static final int LONGEST_NAME = 255;
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::EC2::SecurityGroup", "Id")
          .with(
              Property.of("GroupDescription", STRING).needed().replacing(),
              Property.of("GroupName", STRING).replacing(),
              Property.of("VpcId", STRING).replacing(),
              rules("SecurityGroupIngress", INGRESS),
              rules("SecurityGroupEgress", EGRESS))
          .tags()
          .attributes("GroupId", "Id", "VpcId");

  public SecurityGroupResource() {
    super(
        SCHEMA,
        new Noun(
            "security-group",
            Ec2Model.DESCRIBE_SECURITY_GROUPS,
            "GroupIds",
            "SecurityGroups",
            "GroupId"));
  }

  private static Property rules(String name, RuleProperties rules) {
    return Property.of(name, PropertyType.listOf(PropertyType.structure(rules.properties())));
  }

  @Override
  protected String make(ResourceRequest request, ObjectNode members) {
    members
        .put("GroupName", request.nameOr("GroupName", LONGEST_NAME))
        .put("Description", request.text("GroupDescription"));
    return Ec2Calls.of(request)
        .call(Ec2Model.CREATE_SECURITY_GROUP, members)
        .path("GroupId")
        .asString();
  }

  @Override
  protected void settle(ResourceRequest request, String id) {
    change(request, id, INGRESS, "SecurityGroupIngress");
    boolean first = request.previous().isEmpty();
    JsonNode after = request.properties().path("SecurityGroupEgress");
    if (first && !after.isEmpty()) {
      // What is written for the way out stands in place of the rule that lets out everything.
      revoke(request, id, EGRESS, openDoor(), after);
    }
    change(request, id, EGRESS, "SecurityGroupEgress");
    if (!first && after.isEmpty() && request.changed("SecurityGroupEgress")) {
      authorize(request, id, EGRESS, openDoor());
    }
  }

  private static ArrayNode openDoor() {
    ArrayNode rules = JsonMapper.shared().createArrayNode();
    rules.addObject().put("IpProtocol", "-1").put("CidrIp", "0.0.0.0/0");
    return rules;
  }

  private static void change(
      ResourceRequest request, String id, RuleProperties way, String property) {
    JsonNode before = request.previous().path(property);
    JsonNode after = request.properties().path(property);
    if (!before.equals(after)) {
      revoke(request, id, way, before, after);
      authorize(request, id, way, after);
    }
  }

  /** Takes those of one list that the other does not have. */
  private static void revoke(
      ResourceRequest request, String id, RuleProperties way, JsonNode before, JsonNode after) {
    Set<JsonNode> kept = new HashSet<>();
    after.forEach(kept::add);
    List<String> gone = new ArrayList<>();
    for (JsonNode live : way.of(request, id)) {
      for (JsonNode rule : before) {
        if (!kept.contains(rule) && way.isAlike(live, rule, sourceId(request, id, rule))) {
          gone.add(live.path("SecurityGroupRuleId").asString());
        }
      }
    }
    if (!gone.isEmpty()) {
      way.revoke(request, id, gone.stream().distinct().toList());
    }
  }

  /** Adds those that are not there yet. */
  private static void authorize(
      ResourceRequest request, String id, RuleProperties way, JsonNode rules) {
    List<ObjectNode> there = way.of(request, id);
    List<JsonNode> added = new ArrayList<>();
    for (JsonNode rule : rules) {
      String sourceId = sourceId(request, id, rule);
      if (!added.contains(rule)
          && there.stream().noneMatch(live -> way.isAlike(live, rule, sourceId))) {
        added.add(rule);
      }
    }
    if (!added.isEmpty()) {
      way.authorize(request, id, added);
    }
  }

  /** The id of the group that a rule names by its name, which is one of the same VPC. */
  private static String sourceId(ResourceRequest request, String id, JsonNode rule) {
    String name = rule.path("SourceSecurityGroupName").asString("");
    return name.isEmpty() ? "" : GroupNames.idIn(request, vpc(request, id), name);
  }

  private static String vpc(ResourceRequest request, String id) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_SECURITY_GROUPS, "SecurityGroups", Ec2Calls.ids("GroupIds", id))
        .getFirst()
        .path("VpcId")
        .asString();
  }

  @Override
  protected void remove(ResourceRequest request, String id) {
    Ec2Calls.of(request).call(Ec2Model.DELETE_SECURITY_GROUP, Ec2Calls.members("GroupId", id));
  }

  @Override
  protected String physicalId(ResourceRequest request, String id) {
    return request.text("VpcId").isEmpty() ? request.nameOr("GroupName", LONGEST_NAME) : id;
  }

  @Override
  protected String id(ResourceRequest request) {
    return GroupNames.id(request, request.physicalId());
  }

  @Override
  public List<String> list(ResourceRequest request) {
    String defaultVpc = GroupNames.defaultVpc(request);
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_SECURITY_GROUPS, "SecurityGroups", Ec2Calls.members())
        .stream()
        .map(group ->
            group.path("VpcId").asString().equals(defaultVpc)
                ? group.path("GroupName").asString()
                : group.path("GroupId").asString())
        .toList();
  }

  @Override
  protected void complete(ResourceRequest request, ObjectNode live) {
    String id = live.path("GroupId").asString();
    live.put("Id", request.physicalId()).set("GroupDescription", live.path("Description"));
    live.set("SecurityGroupIngress", written(request, id, INGRESS, "SecurityGroupIngress"));
    live.set("SecurityGroupEgress", written(request, id, EGRESS, "SecurityGroupEgress"));
  }

  /** The live rules: in the template's words where they are the same. */
  private static ArrayNode written(
      ResourceRequest request, String id, RuleProperties way, String property) {
    ArrayNode rules = JsonMapper.shared().createArrayNode();
    List<ObjectNode> left = new ArrayList<>(way.of(request, id));
    for (JsonNode rule : request.properties().path(property)) {
      String sourceId = sourceId(request, id, rule);
      if (left.removeIf(live -> way.isAlike(live, rule, sourceId))) {
        rules.add(rule);
      }
    }
    left.forEach(live -> rules.add(way.written(live)));
    return rules;
  }
}
