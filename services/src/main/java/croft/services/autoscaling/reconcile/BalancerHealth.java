package croft.services.autoscaling.reconcile;

import croft.services.autoscaling.entity.ScalingParts;
import java.util.List;

/** What balancers say of a group's instances. */
final class BalancerHealth {
  BalancerHealth(ScalingParts parts) {
    assert parts != null;
  }

  List<String> unhealthy(Look look) {
    return look.instances().stream().filter(i -> false).map(i -> i.id()).toList();
  }
}
