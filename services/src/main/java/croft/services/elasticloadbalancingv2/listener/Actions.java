package croft.services.elasticloadbalancingv2.listener;

import croft.api.elasticloadbalancingv2.Action;
import croft.api.elasticloadbalancingv2.ForwardActionConfig;
import croft.api.elasticloadbalancingv2.RedirectActionConfig;
import croft.api.elasticloadbalancingv2.TargetGroupStickinessConfig;
import croft.api.elasticloadbalancingv2.TargetGroupTuple;
import croft.services.elasticloadbalancingv2.loadbalancer.ElbErrors;
import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroup;
import croft.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks actions and brings them into the one form in which they are kept. */
public final class Actions {
  private static final int MOST_WEIGHT = 999;
  private static final int MOST_GROUPS = 5;

  private Actions() {}

  /** The actions as they are kept. */
  static List<Action> check(
      Transaction tx, LoadBalancer balancer, String protocol, List<Action> actions) {
    if (actions.isEmpty()) {
      throw ElbErrors.validation("At least one action must be specified");
    }
    for (Action action : actions) {
      String type = ElbErrors.given(action.type(), "Type");
      if (type.startsWith("authenticate-") || type.equals("jwt-validation")) {
        throw ElbErrors.refused("The action type " + type);
      }
    }
    if (actions.size() > 1) {
      throw ElbErrors.of("InvalidLoadBalancerAction", "You can specify only one routing action");
    }
    Action action = actions.getFirst();
    boolean http = balancer.kind() == LoadBalancer.Kind.APPLICATION;
    Action kept =
        switch (String.valueOf(action.type())) {
          case "forward" -> forward(tx, balancer, protocol, action);
          case "redirect" -> redirect(action);
          case "fixed-response" -> fixed(action);
          default ->
              throw ElbErrors.of(
                  "InvalidLoadBalancerAction",
                  "The action type '" + action.type() + "' is not valid");
        };
    if (!http && !"forward".equals(kept.type())) {
      throw ElbErrors.of(
          "InvalidLoadBalancerAction",
          "The action type '" + kept.type() + "' is not valid with network load balancers");
    }
    return List.of(kept);
  }

  private static Action forward(
      Transaction tx, LoadBalancer balancer, String protocol, Action action) {
    ForwardActionConfig config = action.forwardConfig();
    List<TargetGroupTuple> tuples =
        config != null && !config.targetGroupsOrEmpty().isEmpty()
            ? config.targetGroupsOrEmpty()
            : List.of(
                TargetGroupTuple.builder()
                    .targetGroupArn(ElbErrors.given(action.targetGroupArn(), "TargetGroupArn"))
                    .build());
    boolean one = tuples.size() == 1;
    if (tuples.size() > MOST_GROUPS) {
      throw ElbErrors.of(
          "TooManyTargetGroups", "You can specify at most " + MOST_GROUPS + " target groups");
    }
    if (!one && balancer.kind() == LoadBalancer.Kind.NETWORK) {
      throw ElbErrors.refused("More than one target group in a network load balancer's listener");
    }
    List<TargetGroupTuple> kept =
        tuples.stream()
            .map(tuple -> {
              group(tx, balancer, protocol, tuple.targetGroupArn());
              int weight = tuple.weight() == null ? 1 : tuple.weight();
              if (weight < 0 || weight > MOST_WEIGHT) {
                throw ElbErrors.validation("Weight '" + weight + "' must be between 0 and 999");
              }
              return TargetGroupTuple.builder()
                  .targetGroupArn(tuple.targetGroupArn())
                  .weight(weight)
                  .build();
            })
            .toList();
    TargetGroupStickinessConfig sticky =
        config == null || config.targetGroupStickinessConfig() == null
            ? TargetGroupStickinessConfig.builder().enabled(false).build()
            : config.targetGroupStickinessConfig();
    if (Boolean.TRUE.equals(sticky.enabled()) && sticky.durationSeconds() == null) {
      throw ElbErrors.validation("Target group stickiness duration must be specified");
    }
    return Action.builder()
        .type("forward")
        .order(action.order())
        .targetGroupArn(one ? kept.getFirst().targetGroupArn() : null)
        .forwardConfig(
            ForwardActionConfig.builder()
                .targetGroups(kept)
                .targetGroupStickinessConfig(sticky)
                .build())
        .build();
  }

  private static void group(
      Transaction tx, LoadBalancer balancer, String protocol, @Nullable String arn) {
    TargetGroup group = TargetGroup.require(tx, balancer.scope(), arn);
    boolean http = protocol.startsWith("HTTP");
    if (group.http() != http) {
      throw ElbErrors.configuration(
          "Listener protocol '"
              + protocol
              + "' is not supported with a target group with the target-type '"
              + group.type()
              + "' and protocol '"
              + group.protocol()
              + "'");
    }
    if (!group.vpcId().equals(balancer.vpcId())) {
      throw ElbErrors.configuration(
          "The target group with targetGroupArn "
              + arn
              + " is in a different VPC than the load balancer");
    }
    boolean elsewhere =
        GroupUse.of(tx, group).stream().anyMatch(other -> !other.id().equals(balancer.id()));
    if (elsewhere) {
      throw ElbErrors.of(
          "TargetGroupAssociationLimit",
          "The following target groups cannot be associated with more than one load balancer: "
              + arn);
    }
  }

  private static Action redirect(Action action) {
    RedirectActionConfig config = action.redirectConfig();
    if (config == null) {
      throw ElbErrors.validation("A redirect configuration must be specified");
    }
    String status = ElbErrors.given(config.statusCode(), "StatusCode");
    if (!List.of("HTTP_301", "HTTP_302").contains(status)) {
      throw ElbErrors.validation("Redirect status code '" + status + "' is not valid");
    }
    RedirectActionConfig kept =
        RedirectActionConfig.builder()
            .protocol(or(config.protocol(), "#{protocol}"))
            .host(or(config.host(), "#{host}"))
            .port(or(config.port(), "#{port}"))
            .path(or(config.path(), "/#{path}"))
            .query(config.query() == null ? "#{query}" : config.query())
            .statusCode(status)
            .build();
    boolean same =
        Objects.equals(kept.protocol(), "#{protocol}")
            && Objects.equals(kept.host(), "#{host}")
            && Objects.equals(kept.port(), "#{port}")
            && Objects.equals(kept.path(), "/#{path}");
    if (same) {
      throw ElbErrors.of(
          "InvalidLoadBalancerAction",
          "The redirect configuration is not valid because it creates a loop.");
    }
    return Action.builder().type("redirect").order(action.order()).redirectConfig(kept).build();
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private static Action fixed(Action action) {
    if (action.fixedResponseConfig() == null) {
      throw ElbErrors.validation("A fixed response configuration must be specified");
    }
    String status = ElbErrors.given(action.fixedResponseConfig().statusCode(), "StatusCode");
    if (!status.matches("[245][0-9]{2}")) {
      throw ElbErrors.validation("Fixed response status code '" + status + "' is not valid");
    }
    return Action.builder()
        .type("fixed-response")
        .order(action.order())
        .fixedResponseConfig(action.fixedResponseConfig())
        .build();
  }

  /** The target groups that actions lead to. */
  public static Stream<String> groups(List<Action> actions) {
    return actions.stream()
        .flatMap(action -> Optional.ofNullable(action.forwardConfig()).stream())
        .flatMap(config -> config.targetGroupsOrEmpty().stream())
        .flatMap(tuple -> Optional.ofNullable(tuple.targetGroupArn()).stream());
  }
}
