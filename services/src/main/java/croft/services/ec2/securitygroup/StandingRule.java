package croft.services.ec2.securitygroup;

import croft.api.ec2.Ec2Model;
import croft.services.ec2.resource.Ec2Calls;
import croft.services.ec2.resource.LinkResource;
import croft.services.resource.Missing;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A rule that stands in a template by itself, known by its own id. */
abstract class StandingRule extends LinkResource {
  private final RuleProperties way;

  StandingRule(ResourceSchema schema, RuleProperties way) {
    super(schema);
    this.way = way;
  }

  private static String groupId(ResourceRequest request) {
    String id = request.text("GroupId");
    return GroupNames.id(request, id.isEmpty() ? request.text("GroupName") : id);
  }

  @Override
  protected String tie(ResourceRequest request) {
    return way.authorize(request, groupId(request), List.of(request.properties()))
        .path("SecurityGroupRules")
        .path(0)
        .path("SecurityGroupRuleId")
        .asString();
  }

  @Override
  protected Optional<String> tied(ResourceRequest request) {
    String groupId = groupId(request);
    String name = request.text("SourceSecurityGroupName");
    String sourceId = name.isEmpty() ? "" : GroupNames.id(request, name);
    return way.of(request, groupId).stream()
        .filter(live -> way.isAlike(live, request.properties(), sourceId))
        .map(live -> live.path("SecurityGroupRuleId").asString())
        .findFirst();
  }

  @Override
  public void update(ResourceRequest request) {
    found(request).ifPresent(live -> describe(request, live.path("GroupId").asString()));
  }

  private void describe(ResourceRequest request, String groupId) {
    ObjectNode members = Ec2Calls.members("GroupId", groupId);
    ObjectNode rule = request.properties().deepCopy();
    rule.put("Description", request.text("Description"));
    members.putArray("IpPermissions").add(way.permission(rule));
    Ec2Calls ec2 = Ec2Calls.of(request);
    if (way.egress()) {
      ec2.call(Ec2Model.UPDATE_SECURITY_GROUP_RULE_DESCRIPTIONS_EGRESS, members);
    } else {
      ec2.call(Ec2Model.UPDATE_SECURITY_GROUP_RULE_DESCRIPTIONS_INGRESS, members);
    }
  }

  @Override
  protected void untie(ResourceRequest request) {
    found(request)
        .ifPresent(live ->
            way.revoke(request, live.path("GroupId").asString(), List.of(request.physicalId())));
  }

  private Optional<ObjectNode> found(ResourceRequest request) {
    return Missing.empty(() ->
            Ec2Calls.of(request)
                .all(
                    Ec2Model.DESCRIBE_SECURITY_GROUP_RULES,
                    "SecurityGroupRules",
                    Ec2Calls.ids("SecurityGroupRuleIds", request.physicalId())))
        .flatMap(rules -> rules.stream().findFirst());
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return found(request)
        .map(live -> {
          ObjectNode rule = way.written(live);
          if (request.properties().has("SourceSecurityGroupName")) {
            rule.remove("SourceSecurityGroupId");
            rule.set(
                "SourceSecurityGroupName", request.properties().path("SourceSecurityGroupName"));
          }
          if (request.properties().has("GroupName")) {
            rule.set("GroupName", request.properties().path("GroupName"));
          }
          rule.set("GroupId", live.path("GroupId"));
          return rule.put("Id", request.physicalId());
        });
  }

  @Override
  public List<String> list(ResourceRequest request) {
    return Ec2Calls.of(request)
        .all(Ec2Model.DESCRIBE_SECURITY_GROUP_RULES, "SecurityGroupRules", Ec2Calls.members())
        .stream()
        .filter(rule -> rule.path("IsEgress").asBoolean() == way.egress())
        .map(rule -> rule.path("SecurityGroupRuleId").asString())
        .toList();
  }
}
