package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.EnabledMetric;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.autoscaling.warmpool.WarmPools;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Publishes a group's numbers, once a minute. */
final class Metrics implements Step {
  private final ScalingParts parts;

  Metrics(ScalingParts parts) {
    this.parts = parts;
  }

  @Override
  public boolean take(Look look) {
    Group group = look.group();
    List<String> enabled =
        group.settings().enabledMetricsOrEmpty().stream()
            .map(EnabledMetric::metric)
            .map(Objects::toString)
            .toList();
    Instant minute = look.now().truncatedTo(ChronoUnit.MINUTES);
    Instant last = group.metricsAt();
    if (enabled.isEmpty() || (last != null && !minute.isAfter(last))) {
      return false;
    }
    Map<String, Double> values = values(look);
    values.keySet().retainAll(enabled);
    parts.metrics().publish(group.scope(), group.name(), values, minute);
    parts
        .store()
        .write(tx -> Groups.change(tx, group.scope(), group.name(), g -> g.withMetricsAt(minute)));
    return true;
  }

  private static Map<String, Double> values(Look look) {
    Group group = look.group();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("GroupMinSize", (double) group.min());
    values.put("GroupMaxSize", (double) group.max());
    values.put("GroupDesiredCapacity", (double) group.desired());
    both(values, "InService", look, i -> i.state() == LifecycleState.IN_SERVICE);
    both(values, "Pending", look, i -> i.state().pending());
    both(values, "Standby", look, i -> i.state() == LifecycleState.STANDBY);
    both(values, "Terminating", look, i -> i.state().terminating() && !i.state().warmed());
    both(values, "Total", look, i -> !i.state().warmed());
    if (group.warmPool() != null) {
      double desired = WarmPools.desired(group);
      double total = capacity(look, i -> i.state().warmed());
      values.put("WarmPoolDesiredCapacity", desired);
      values.put("WarmPoolWarmedCapacity", capacity(look, i -> i.state().warm()));
      values.put("WarmPoolPendingCapacity", capacity(look, i -> i.state().warming()));
      values.put(
          "WarmPoolTerminatingCapacity",
          capacity(look, i -> i.state().terminating() && i.state().warmed()));
      values.put("WarmPoolTotalCapacity", total);
      values.put("GroupAndWarmPoolDesiredCapacity", group.desired() + desired);
      values.put("GroupAndWarmPoolTotalCapacity", capacity(look, i -> !i.state().warmed()) + total);
    }
    return values;
  }

  private static void both(
      Map<String, Double> values, String what, Look look, Predicate<GroupInstance> of) {
    values.put("Group" + what + "Instances", (double) look.where(of).size());
    values.put("Group" + what + "Capacity", capacity(look, of));
  }

  private static double capacity(Look look, Predicate<GroupInstance> of) {
    return look.where(of).stream().mapToInt(GroupInstance::weight).sum();
  }
}
