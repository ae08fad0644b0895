package croft.services.autoscaling.balancer;

import croft.api.elasticloadbalancing.DeregisterEndPointsInput;
import croft.api.elasticloadbalancing.DescribeEndPointStateInput;
import croft.api.elasticloadbalancing.InstanceState;
import croft.api.elasticloadbalancing.RegisterEndPointsInput;
import croft.api.elasticloadbalancingv2.DeregisterTargetsInput;
import croft.api.elasticloadbalancingv2.DescribeTargetHealthInput;
import croft.api.elasticloadbalancingv2.RegisterTargetsInput;
import croft.api.elasticloadbalancingv2.TargetDescription;
import croft.api.elasticloadbalancingv2.TargetHealthDescription;
import croft.services.autoscaling.entity.Cloud;
import croft.services.autoscaling.group.Attachment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Target groups and classic balancers alike, by their own APIs. */
public final class Balancers {
  private final Cloud cloud;

  public Balancers(Cloud cloud) {
    this.cloud = cloud;
  }

  /** What a balancer says of an instance. */
  public enum Health {
    HEALTHY,
    UNHEALTHY,
    /** Not known yet, or not used by any balancer. */
    INITIAL,
    /** Deregistered, and still answering what it was asked. */
    DRAINING
  }

  /** Adds instances; those that are there stay. */
  public void register(String scope, Attachment attachment, List<String> instances) {
    if (attachment.classic()) {
      cloud
          .classicBalancers(scope)
          .registerInstancesWithLoadBalancer(
              RegisterEndPointsInput.builder()
                  .loadBalancerName(attachment.identifier())
                  .instances(classic(instances))
                  .build());
    } else {
      cloud
          .balancers(scope)
          .registerTargets(
              RegisterTargetsInput.builder()
                  .targetGroupArn(attachment.identifier())
                  .targets(targets(instances))
                  .build());
    }
  }

  /** Takes instances out. */
  public void deregister(String scope, Attachment attachment, List<String> instances) {
    if (attachment.classic()) {
      cloud
          .classicBalancers(scope)
          .deregisterInstancesFromLoadBalancer(
              DeregisterEndPointsInput.builder()
                  .loadBalancerName(attachment.identifier())
                  .instances(classic(instances))
                  .build());
    } else {
      cloud
          .balancers(scope)
          .deregisterTargets(
              DeregisterTargetsInput.builder()
                  .targetGroupArn(attachment.identifier())
                  .targets(targets(instances))
                  .build());
    }
  }

  /** What it says of every instance it has. */
  public Map<String, Health> health(String scope, Attachment attachment) {
    Map<String, Health> health = new HashMap<>();
    if (attachment.classic()) {
      for (InstanceState state :
          cloud
              .classicBalancers(scope)
              .describeInstanceHealth(
                  DescribeEndPointStateInput.builder()
                      .loadBalancerName(attachment.identifier())
                      .build())
              .instanceStatesOrEmpty()) {
        health.put(Objects.toString(state.instanceId(), ""), classic(state));
      }
      return health;
    }
    for (TargetHealthDescription target :
        cloud
            .balancers(scope)
            .describeTargetHealth(
                DescribeTargetHealthInput.builder().targetGroupArn(attachment.identifier()).build())
            .targetHealthDescriptionsOrEmpty()) {
      if (target.target() != null) {
        health.merge(
            Objects.toString(target.target().id(), ""),
            health(target),
            // An instance may be there by several ports: the worst counts.
            (one, other) -> one.compareTo(other) >= 0 ? one : other);
      }
    }
    return health;
  }

  private static Health classic(InstanceState state) {
    boolean warming = "ELB".equals(state.reasonCode());
    return switch (Objects.toString(state.state(), "")) {
      case "InService" -> Health.HEALTHY;
      case "OutOfService" -> warming ? Health.INITIAL : Health.UNHEALTHY;
      default -> Health.INITIAL;
    };
  }

  private static Health health(TargetHealthDescription target) {
    String state =
        target.targetHealth() == null ? "" : Objects.toString(target.targetHealth().state(), "");
    return switch (state) {
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> Health.UNHEALTHY;
      case "draining" -> Health.DRAINING;
      // Not in use by a listener, or not known: the group does not replace for that.
      default -> Health.INITIAL;
    };
  }

  private static List<TargetDescription> targets(List<String> instances) {
    return instances.stream().map(id -> TargetDescription.builder().id(id).build()).toList();
  }

  private static List<croft.api.elasticloadbalancing.Instance> classic(List<String> instances) {
    return instances.stream()
        .map(id -> croft.api.elasticloadbalancing.Instance.builder().instanceId(id).build())
        .toList();
  }
}
