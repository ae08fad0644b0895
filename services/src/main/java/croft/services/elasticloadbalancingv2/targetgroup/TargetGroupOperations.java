package croft.services.elasticloadbalancingv2.targetgroup;

import static croft.services.operation.Binding.bind;

import croft.api.elasticloadbalancingv2.CreateTargetGroupInput;
import croft.api.elasticloadbalancingv2.CreateTargetGroupOutput;
import croft.api.elasticloadbalancingv2.DeleteTargetGroupInput;
import croft.api.elasticloadbalancingv2.DeleteTargetGroupOutput;
import croft.api.elasticloadbalancingv2.DescribeTargetGroupAttributesInput;
import croft.api.elasticloadbalancingv2.DescribeTargetGroupAttributesOutput;
import croft.api.elasticloadbalancingv2.DescribeTargetGroupsInput;
import croft.api.elasticloadbalancingv2.DescribeTargetGroupsOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.Matcher;
import croft.api.elasticloadbalancingv2.ModifyTargetGroupAttributesInput;
import croft.api.elasticloadbalancingv2.ModifyTargetGroupAttributesOutput;
import croft.api.elasticloadbalancingv2.ModifyTargetGroupInput;
import croft.api.elasticloadbalancingv2.ModifyTargetGroupOutput;
import croft.api.elasticloadbalancingv2.TargetGroupAttribute;
import croft.services.elasticloadbalancingv2.listener.GroupUse;
import croft.services.elasticloadbalancingv2.loadbalancer.BalancerParts;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbAccess;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.tag.ElbTags;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Creates, shows, changes and deletes target groups. */
public final class TargetGroupOperations {
  private static final int PAGE = 400;

  private final BalancerParts parts;

  public TargetGroupOperations(BalancerParts parts) {
    this.parts = parts;
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            Elasticloadbalancingv2Model.CREATE_TARGET_GROUP,
            (call, r) ->
                ElbAccess.create(
                    call,
                    "CreateTargetGroup",
                    "targetgroup/" + r.name() + "/*",
                    ElbTags.read(r.tagsOrEmpty())),
            this::create),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_TARGET_GROUPS,
            AccessRule.toAll("elasticloadbalancing:DescribeTargetGroups"),
            this::describe),
        bind(
            Elasticloadbalancingv2Model.MODIFY_TARGET_GROUP,
            (call, r) -> ElbAccess.to("ModifyTargetGroup", r.targetGroupArn()),
            this::modify),
        bind(
            Elasticloadbalancingv2Model.DELETE_TARGET_GROUP,
            (call, r) -> ElbAccess.to("DeleteTargetGroup", r.targetGroupArn()),
            this::delete),
        bind(
            Elasticloadbalancingv2Model.DESCRIBE_TARGET_GROUP_ATTRIBUTES,
            AccessRule.toAll("elasticloadbalancing:DescribeTargetGroupAttributes"),
            this::describeAttributes),
        bind(
            Elasticloadbalancingv2Model.MODIFY_TARGET_GROUP_ATTRIBUTES,
            (call, r) -> ElbAccess.to("ModifyTargetGroupAttributes", r.targetGroupArn()),
            this::modifyAttributes));
  }

  private CreateTargetGroupOutput create(Call call, CreateTargetGroupInput request) {
    TargetGroup made = TargetGroupRequests.group(call, request, parts.ids().hex(16));
    Map<String, String> tags = ElbTags.read(request.tagsOrEmpty());
    return parts
        .store()
        .write(tx -> {
          boolean taken =
              tx.list(TargetGroup.TABLE, call.scope()).stream()
                  .anyMatch(g -> g.name().equals(made.name()));
          if (taken) {
            throw ElbErrors.of(
                "DuplicateTargetGroupName",
                "A target group with the same name '"
                    + made.name()
                    + "' exists, but with different settings");
          }
          if (!parts.surroundings().vpcExists(tx, call.scope(), made.vpcId())) {
            throw ElbErrors.validation("The VPC ID '" + made.vpcId() + "' is not found");
          }
          tx.insert(TargetGroup.TABLE, made);
          ElbTags.add(tx, call.scope(), made.arn(), tags);
          return CreateTargetGroupOutput.builder().targetGroups(List.of(shape(tx, made))).build();
        });
  }

  private DescribeTargetGroupsOutput describe(Call call, DescribeTargetGroupsInput request) {
    return parts
        .store()
        .read(tx -> {
          request
              .targetGroupArnsOrEmpty()
              .forEach(arn -> TargetGroup.require(tx, call.scope(), arn));
          List<TargetGroup> all = tx.list(TargetGroup.TABLE, call.scope());
          List<String> names = request.namesOrEmpty();
          for (String name : names) {
            if (all.stream().noneMatch(g -> g.name().equals(name))) {
              throw ElbErrors.of("TargetGroupNotFound", "One or more target groups not found");
            }
          }
          List<String> ofBalancer =
              request.loadBalancerArn() == null
                  ? List.of()
                  : GroupUse.of(
                      tx, LoadBalancer.require(tx, call.scope(), request.loadBalancerArn()));
          List<TargetGroup> found =
              all.stream()
                  .filter(g ->
                      request.targetGroupArnsOrEmpty().isEmpty()
                          || request.targetGroupArnsOrEmpty().contains(g.arn()))
                  .filter(g -> names.isEmpty() || names.contains(g.name()))
                  .filter(g -> request.loadBalancerArn() == null || ofBalancer.contains(g.arn()))
                  .toList();
          Pages.Page<TargetGroup> page =
              parts
                  .pages()
                  .page(
                      call,
                      "elbv2-target-groups",
                      found,
                      TargetGroup::id,
                      Pages.Wanted.of(
                          request.marker(),
                          request.pageSize(),
                          PAGE,
                          () -> ElbErrors.validation("The marker is not valid")));
          return DescribeTargetGroupsOutput.builder()
              .targetGroups(page.map(group -> shape(tx, group)))
              .nextMarker(page.token())
              .build();
        });
  }

  static croft.api.elasticloadbalancingv2.TargetGroup shape(Transaction tx, TargetGroup group) {
    TargetGroup.Health health = group.health();
    boolean http = health.protocol().startsWith("HTTP");
    return croft.api.elasticloadbalancingv2.TargetGroup.builder()
        .targetGroupArn(group.arn())
        .targetGroupName(group.name())
        .protocol(group.protocol())
        .protocolVersion(group.http() ? group.protocolVersion() : null)
        .port(group.port())
        .vpcId(group.vpcId())
        .healthCheckEnabled(health.enabled())
        .healthCheckProtocol(health.protocol())
        .healthCheckPort(health.port())
        .healthCheckIntervalSeconds(health.intervalSeconds())
        .healthCheckTimeoutSeconds(health.timeoutSeconds())
        .healthyThresholdCount(health.healthyCount())
        .unhealthyThresholdCount(health.unhealthyCount())
        .healthCheckPath(http ? health.path() : null)
        .matcher(http ? Matcher.builder().httpCode(health.matcher()).build() : null)
        .loadBalancerArns(GroupUse.of(tx, group).stream().map(LoadBalancer::arn).toList())
        .targetType(group.type())
        .ipAddressType("ipv4")
        .build();
  }

  private ModifyTargetGroupOutput modify(Call call, ModifyTargetGroupInput request) {
    return parts
        .store()
        .write(tx -> {
          TargetGroup group = TargetGroup.require(tx, call.scope(), request.targetGroupArn());
          TargetGroup next = group.with(TargetGroupRequests.changed(group, request));
          tx.put(TargetGroup.TABLE, next);
          wake(tx, next);
          return ModifyTargetGroupOutput.builder().targetGroups(List.of(shape(tx, next))).build();
        });
  }

  private void wake(Transaction tx, TargetGroup group) {
    GroupUse.of(tx, group).forEach(balancer -> parts.wake(tx, balancer));
  }

  private DeleteTargetGroupOutput delete(Call call, DeleteTargetGroupInput request) {
    return parts
        .store()
        .write(tx -> {
          TargetGroup group = TargetGroup.require(tx, call.scope(), request.targetGroupArn());
          if (!GroupUse.of(tx, group).isEmpty()) {
            throw ElbErrors.of(
                "ResourceInUse",
                "Target group '" + group.arn() + "' is currently in use by a listener or a rule");
          }
          for (Target target : Target.of(tx, group)) {
            tx.delete(Target.TABLE, group.scope(), target.rowId());
          }
          tx.delete(TargetGroup.TABLE, group.scope(), group.id());
          ElbTags.clear(tx, group.scope(), group.arn());
          return DeleteTargetGroupOutput.builder().build();
        });
  }

  private static List<TargetGroupAttribute> attributes(TargetGroup group) {
    return TargetGroupAttributes.defaults(group.http()).keySet().stream()
        .map(key -> TargetGroupAttribute.builder().key(key).value(group.attribute(key)).build())
        .toList();
  }

  private DescribeTargetGroupAttributesOutput describeAttributes(
      Call call, DescribeTargetGroupAttributesInput request) {
    TargetGroup group =
        parts.store().read(tx -> TargetGroup.require(tx, call.scope(), request.targetGroupArn()));
    return DescribeTargetGroupAttributesOutput.builder().attributes(attributes(group)).build();
  }

  private ModifyTargetGroupAttributesOutput modifyAttributes(
      Call call, ModifyTargetGroupAttributesInput request) {
    return parts
        .store()
        .write(tx -> {
          TargetGroup group = TargetGroup.require(tx, call.scope(), request.targetGroupArn());
          Map<String, String> changes = new TreeMap<>();
          for (TargetGroupAttribute attribute : request.attributesOrEmpty()) {
            String key = ElbErrors.given(attribute.key(), "Key");
            String value = attribute.value() == null ? "" : attribute.value();
            TargetGroupAttributes.check(group.http(), key, value);
            changes.put(key, value);
          }
          TargetGroup next = group.withAttributes(changes);
          TargetGroupAttributes.check(next, Target.of(tx, group));
          tx.put(TargetGroup.TABLE, next);
          wake(tx, next);
          return ModifyTargetGroupAttributesOutput.builder().attributes(attributes(next)).build();
        });
  }
}
