package croft.services.elasticloadbalancingv2.listener;

import croft.services.elasticloadbalancingv2.loadbalancer.LoadBalancer;
import croft.services.elasticloadbalancingv2.targetgroup.TargetGroup;
import croft.store.Transaction;
import java.util.List;
import java.util.stream.Stream;

/** Which load balancers lead to which target groups. */
public final class GroupUse {
  private GroupUse() {}

  /** The ARNs of the target groups that a balancer's listeners and rules name. */
  public static List<String> of(Transaction tx, LoadBalancer balancer) {
    return Listener.of(tx, balancer).stream()
        .flatMap(listener ->
            Stream.concat(
                Actions.groups(listener.actions()),
                ListenerRule.of(tx, listener).stream()
                    .flatMap(rule -> Actions.groups(rule.actions()))))
        .distinct()
        .sorted()
        .toList();
  }

  /** The balancers that lead to a group. */
  public static List<LoadBalancer> of(Transaction tx, TargetGroup group) {
    return LoadBalancer.standing(tx, group.scope()).stream()
        .filter(balancer -> of(tx, balancer).contains(group.arn()))
        .toList();
  }
}
