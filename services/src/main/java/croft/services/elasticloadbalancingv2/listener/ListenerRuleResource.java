package croft.services.elasticloadbalancingv2.listener;

import static croft.services.resource.PropertyType.INTEGER;
import static croft.services.resource.PropertyType.STRING;
import static croft.services.resource.PropertyType.STRINGS;

import croft.api.elasticloadbalancingv2.CreateRuleInput;
import croft.api.elasticloadbalancingv2.DeleteRuleInput;
import croft.api.elasticloadbalancingv2.DescribeRulesInput;
import croft.api.elasticloadbalancingv2.ModifyRuleInput;
import croft.api.elasticloadbalancingv2.Rule;
import croft.api.elasticloadbalancingv2.RulePriorityPair;
import croft.api.elasticloadbalancingv2.SetRulePrioritiesInput;
import croft.base.ServiceError;
import croft.services.elasticloadbalancingv2.tag.V2Calls;
import croft.services.resource.ApiShapes;
import croft.services.resource.Made;
import croft.services.resource.Missing;
import croft.services.resource.Progress;
import croft.services.resource.Property;
import croft.services.resource.PropertyType;
import croft.services.resource.ResourceRequest;
import croft.services.resource.ResourceSchema;
import croft.services.resource.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::ListenerRule}. Ref gives its ARN.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html">AWS::ElasticLoadBalancingV2::ListenerRule</a>.
 */
public final class ListenerRuleResource implements ResourceType {
  private static final PropertyType VALUES =
      PropertyType.structure(Property.unsupported("RegexValues"), Property.of("Values", STRINGS));
  private static final PropertyType CONDITIONS =
      PropertyType.listOf(
          PropertyType.structure(
              Property.of("Field", STRING),
              Property.of("HostHeaderConfig", VALUES),
              Property.of(
                  "HttpHeaderConfig",
                  PropertyType.structure(
                      Property.of("HttpHeaderName", STRING),
                      Property.unsupported("RegexValues"),
                      Property.of("Values", STRINGS))),
              Property.of("HttpRequestMethodConfig", VALUES),
              Property.of("PathPatternConfig", VALUES),
              Property.of(
                  "QueryStringConfig",
                  PropertyType.structure(
                      Property.of(
                          "Values",
                          PropertyType.listOf(
                              PropertyType.structure(
                                  Property.of("Key", STRING), Property.of("Value", STRING)))))),
              Property.unsupported("RegexValues"),
              Property.of("SourceIpConfig", VALUES),
              Property.of("Values", STRINGS)));
  private static final ResourceSchema SCHEMA =
      ResourceSchema.of("AWS::ElasticLoadBalancingV2::ListenerRule", "RuleArn")
          .with(
              Property.of("Actions", ListenerResource.ACTIONS).needed(),
              Property.of("Conditions", CONDITIONS).needed(),
              Property.of("ListenerArn", STRING).replacing(),
              Property.of("Priority", INTEGER).needed())
          .unsupported("Transforms")
          .tags()
          .attributes("IsDefault", "RuleArn");

  @Override
  public ResourceSchema schema() {
    return SCHEMA;
  }

  @Override
  public Made create(ResourceRequest request) {
    ObjectNode members = request.properties().deepCopy();
    members.remove("Tags");
    try {
      return Made.of(
          Objects.requireNonNull(
              V2Calls.of(request)
                  .createRule(
                      ApiShapes.read(members, CreateRuleInput::read).toBuilder()
                          .tags(V2Calls.tags(request.tags()))
                          .build())
                  .rulesOrEmpty()
                  .getFirst()
                  .ruleArn()));
    } catch (ServiceError e) {
      if (!request.repeated() || !e.code().equals("PriorityInUse")) {
        throw e;
      }
      // A priority has one rule: it is of the earlier call.
      return all(request).stream()
          .filter(
              there -> request.properties().path("Priority").asString().equals(there.priority()))
          .findFirst()
          .map(there -> Made.of(Objects.requireNonNull(there.ruleArn())))
          .orElseThrow(() -> e);
    }
  }

  @Override
  public void update(ResourceRequest request) {
    String arn = request.physicalId();
    ObjectNode members = request.properties().deepCopy();
    members.retain("Actions", "Conditions");
    members.put("RuleArn", arn);
    V2Calls.of(request).modifyRule(ApiShapes.read(members, ModifyRuleInput::read));
    if (request.changed("Priority")) {
      V2Calls.of(request)
          .setRulePriorities(
              new SetRulePrioritiesInput(
                  List.of(
                      new RulePriorityPair(arn, request.properties().path("Priority").asInt()))));
    }
    V2Calls.updateTags(request);
  }

  @Override
  public Progress delete(ResourceRequest request) {
    Missing.passedOver(
        () -> V2Calls.of(request).deleteRule(new DeleteRuleInput(request.physicalId())));
    return Progress.done();
  }

  @Override
  public Optional<ObjectNode> read(ResourceRequest request) {
    return Missing.empty(() -> live(request));
  }

  private static ObjectNode live(ResourceRequest request) {
    String arn = request.physicalId();
    Rule there =
        V2Calls.of(request)
            .describeRules(DescribeRulesInput.builder().ruleArns(List.of(arn)).build())
            .rulesOrEmpty()
            .getFirst();
    ObjectNode live = ApiShapes.write(there);
    live.put("Priority", Integer.parseInt(Objects.requireNonNullElse(there.priority(), "0")));
    // A rule's ARN is its listener's with one part more.
    live.put(
        "ListenerArn",
        arn.substring(0, arn.lastIndexOf('/')).replace(":listener-rule/", ":listener/"));
    V2Calls.readTags(request, live);
    return live;
  }

  private static List<Rule> all(ResourceRequest request) {
    return V2Calls.pages(
        marker ->
            V2Calls.of(request)
                .describeRules(
                    DescribeRulesInput.builder()
                        .listenerArn(request.text("ListenerArn"))
                        .marker(marker)
                        .build()),
        answer -> answer.rulesOrEmpty(),
        answer -> answer.nextMarker());
  }

  /** Those of the listener that the request names, but its default one. */
  @Override
  public List<String> list(ResourceRequest request) {
    return request.text("ListenerArn").isEmpty()
        ? List.of()
        : all(request).stream()
            .filter(there -> !Boolean.TRUE.equals(there.isDefault()))
            .map(there -> Objects.requireNonNull(there.ruleArn()))
            .toList();
  }
}
