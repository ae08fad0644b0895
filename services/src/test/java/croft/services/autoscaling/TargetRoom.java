package croft.services.autoscaling;

import croft.api.elasticloadbalancingv2.DeregisterTargetsOutput;
import croft.api.elasticloadbalancingv2.DescribeTargetGroupsOutput;
import croft.api.elasticloadbalancingv2.DescribeTargetHealthOutput;
import croft.api.elasticloadbalancingv2.Elasticloadbalancingv2Model;
import croft.api.elasticloadbalancingv2.RegisterTargetsOutput;
import croft.api.elasticloadbalancingv2.TargetDescription;
import croft.api.elasticloadbalancingv2.TargetHealth;
import croft.api.elasticloadbalancingv2.TargetHealthDescription;
import croft.base.ServiceError;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A target group: its targets and what a test says of their health. */
public final class TargetRoom implements ServiceRoom {
  public static final String ARN =
      "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/web/0123456789abcdef";

  /** States by instance; a target that is taken out drains until a test removes it. */
  public final Map<String, String> targets = new TreeMap<>();

  /** What a target is when it is registered. */
  public String first = "healthy";

  @Override
  public ServiceModel model() {
    return Elasticloadbalancingv2Model.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            Elasticloadbalancingv2Model.DESCRIBE_TARGET_GROUPS,
            AccessRule.toAll("elasticloadbalancing:DescribeTargetGroups"),
            (call, request) -> {
              if (!request.targetGroupArnsOrEmpty().equals(List.of(ARN))) {
                throw ServiceError.badRequest("TargetGroupNotFound", "not there");
              }
              return DescribeTargetGroupsOutput.builder().build();
            }),
        Binding.bind(
            Elasticloadbalancingv2Model.REGISTER_TARGETS,
            AccessRule.toAll("elasticloadbalancing:RegisterTargets"),
            (call, request) -> {
              request.targetsOrEmpty().forEach(t -> targets.put(String.valueOf(t.id()), first));
              return RegisterTargetsOutput.builder().build();
            }),
        Binding.bind(
            Elasticloadbalancingv2Model.DEREGISTER_TARGETS,
            AccessRule.toAll("elasticloadbalancing:DeregisterTargets"),
            (call, request) -> {
              request
                  .targetsOrEmpty()
                  .forEach(t -> targets.replace(String.valueOf(t.id()), "draining"));
              return DeregisterTargetsOutput.builder().build();
            }),
        Binding.bind(
            Elasticloadbalancingv2Model.DESCRIBE_TARGET_HEALTH,
            AccessRule.toAll("elasticloadbalancing:DescribeTargetHealth"),
            (call, request) ->
                DescribeTargetHealthOutput.builder()
                    .targetHealthDescriptions(
                        targets.entrySet().stream()
                            .map(target ->
                                TargetHealthDescription.builder()
                                    .target(TargetDescription.builder().id(target.getKey()).build())
                                    .targetHealth(
                                        TargetHealth.builder().state(target.getValue()).build())
                                    .build())
                            .toList())
                    .build()));
  }
}
