package croft.services.autoscaling.policy;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.ExecutePolicyResponse;
import croft.api.autoscaling.ExecutePolicyType;
import croft.api.autoscaling.ScalingPolicy;
import croft.api.autoscaling.TargetTrackingConfiguration;
import croft.base.Caller;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Cooldowns;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.autoscaling.instance.GroupInstance;
import croft.services.autoscaling.instance.GroupInstances;
import croft.services.autoscaling.instance.LifecycleState;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ExecutePolicy, by a caller or by CloudWatch for an alarm.
 *
 * <p>Instances that came up lately do not count where a policy grows a group, so that an alarm that
 * goes on does not grow it again for load that they are about to take.
 */
final class ExecutePolicy {
  private final ScalingParts parts;

  ExecutePolicy(ScalingParts parts) {
    this.parts = parts;
  }

  Binding<?, ?> binding() {
    return Binding.bind(
        AutoscalingModel.EXECUTE_POLICY,
        Groups.access(parts.store(), "ExecutePolicy", ExecutePolicyType::autoScalingGroupName),
        this::execute);
  }

  private ExecutePolicyResponse execute(Call call, ExecutePolicyType request) {
    // No other service executes policies by itself.
    boolean byAlarm = call.caller().kind() == Caller.Kind.SERVICE;
    PolicyRow policy =
        parts
            .store()
            .read(tx -> Policies.require(tx, call.scope(), groupOf(request), request.policyName()));
    String who = byAlarm ? alarm(call, request, policy) : "a user request executed policy ";
    parts
        .store()
        .write(tx -> {
          Group group = Groups.changeable(tx, call.scope(), policy.group());
          if (!byAlarm || (group.runs("AlarmNotification") && policy.enabled())) {
            scale(tx, group, policy.policy(), new Trigger(request, byAlarm, who));
          }
          return true;
        });
    return ExecutePolicyResponse.builder().build();
  }

  /** Alarms name the policy by its ARN, and the group with it. */
  private static @Nullable String groupOf(ExecutePolicyType request) {
    String name = Objects.toString(request.policyName(), "");
    String group = request.autoScalingGroupName();
    int at = name.indexOf(":autoScalingGroupName/");
    int end = name.lastIndexOf(":policyName/");
    if (at >= 0 && end > at) {
      return name.substring(at + ":autoScalingGroupName/".length(), end);
    }
    return group;
  }

  /** Who asks, and how causes tell it. */
  private record Trigger(ExecutePolicyType request, boolean byAlarm, String who) {}

  private String alarm(Call call, ExecutePolicyType request, PolicyRow policy) {
    String name =
        policy.tracksTarget()
            ? tracking(request, policy)
            : PolicyOperations.acting(parts, call, policy.arn()).stream()
                .filter(a -> "ALARM".equals(a.stateValue()))
                .map(a -> String.valueOf(a.alarmName()))
                .findFirst()
                .orElse("");
    return "a monitor alarm " + name + " in state ALARM triggered policy ";
  }

  private static String tracking(ExecutePolicyType request, PolicyRow policy) {
    Double value = request.metricValue();
    Double threshold = request.breachThreshold();
    boolean low = value != null && threshold != null && value < threshold;
    return policy.alarmNames().stream()
        .filter(name -> name.contains(low ? "-AlarmLow-" : "-AlarmHigh-"))
        .findFirst()
        .orElse("");
  }

  private void scale(Transaction tx, Group group, ScalingPolicy policy, Trigger trigger) {
    Instant now = parts.time().instant();
    String type = Objects.toString(policy.policyType(), "SimpleScaling");
    boolean simple = type.equals("SimpleScaling");
    if (simple && !cooledDown(tx, group, trigger, now)) {
      return;
    }
    int wanted =
        switch (type) {
          case "SimpleScaling" -> Adjustments.simple(policy, group.desired());
          case "StepScaling" -> stepped(tx, group, policy, trigger, now);
          default -> tracked(tx, group, policy, trigger, now);
        };
    int desired = Math.clamp(wanted, group.min(), group.max());
    if (desired == group.desired()) {
      return;
    }
    Integer own = policy.cooldown();
    int cooldown = own == null ? group.defaultCooldownSeconds() : own;
    Group changed =
        group.desiring(
            desired,
            Activities.at(now)
                + trigger.who()
                + policy.policyName()
                + " changing the desired capacity from "
                + group.desired()
                + " to "
                + desired
                + ".");
    tx.put(Group.TABLE, simple ? changed.withCooldownUntil(now.plusSeconds(cooldown)) : changed);
    parts.wake().group(tx, group.scope(), group.name());
  }

  private static boolean cooledDown(Transaction tx, Group group, Trigger trigger, Instant now) {
    if (trigger.byAlarm()) {
      return Cooldowns.over(tx, group, now);
    }
    if (Boolean.TRUE.equals(trigger.request().honorCooldown())) {
      Cooldowns.requireOver(tx, group, now);
    }
    return true;
  }

  private int stepped(
      Transaction tx, Group group, ScalingPolicy policy, Trigger trigger, Instant now) {
    Double value = trigger.request().metricValue();
    Double threshold = trigger.request().breachThreshold();
    if (value == null || threshold == null) {
      throw Faults.validation(
          "MetricValue and BreachThreshold are required to execute a step scaling policy");
    }
    int warm = warm(tx, group, policy, now);
    int grown = Adjustments.step(policy, warm, value, threshold);
    if (grown >= warm) {
      return Math.max(group.desired(), grown);
    }
    return warm < group.desired()
        ? group.desired()
        : Adjustments.step(policy, group.desired(), value, threshold);
  }

  private int tracked(
      Transaction tx, Group group, ScalingPolicy policy, Trigger trigger, Instant now) {
    TargetTrackingConfiguration tracking =
        Faults.required(policy.targetTrackingConfiguration(), "targetTrackingConfiguration");
    Double value = trigger.request().metricValue();
    if (value == null) {
      throw Faults.validation("MetricValue is required to execute a target tracking policy");
    }
    double target = Objects.requireNonNullElse(tracking.targetValue(), 1.0);
    int warm = warm(tx, group, policy, now);
    int wanted = Adjustments.tracking(warm, value, target);
    if (value > target) {
      return Math.max(group.desired(), Math.max(wanted, warm == 0 ? group.desired() : warm + 1));
    }
    // While instances come up there is no saying whether there are too many.
    boolean mayShrink = warm >= group.desired() && !Boolean.TRUE.equals(tracking.disableScaleIn());
    return mayShrink ? Math.min(group.desired(), wanted) : group.desired();
  }

  /** The capacity that has been in service for the time instances need to warm up. */
  private static int warm(Transaction tx, Group group, ScalingPolicy policy, Instant now) {
    Integer own = policy.estimatedInstanceWarmup();
    int seconds = own == null ? group.warmupSeconds() : own;
    List<GroupInstance> instances = GroupInstances.of(tx, group);
    return instances.stream()
        .filter(i -> i.counts() && i.state() == LifecycleState.IN_SERVICE)
        .filter(i -> {
          Instant since = i.inService();
          return since != null && !now.isBefore(since.plusSeconds(seconds));
        })
        .mapToInt(GroupInstance::weight)
        .sum();
  }
}
