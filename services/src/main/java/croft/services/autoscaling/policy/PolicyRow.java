package croft.services.autoscaling.policy;

import croft.api.autoscaling.Alarm;
import croft.api.autoscaling.ScalingPolicy;
import croft.store.Table;
import java.util.List;
import java.util.Objects;

/**
 * A scaling policy of a group.
 *
 * @param policy as the caller said, with its ARN; the alarms are those it made for itself
 */
public record PolicyRow(String scope, String group, ScalingPolicy policy) {
  public static final Table<PolicyRow> TABLE =
      Table.of("autoscaling_policy", PolicyRow.class, PolicyRow::scope, PolicyRow::key)
          .index("group_key", PolicyRow::groupKey)
          .index("arn", PolicyRow::arn);

  String key() {
    return group + "\n" + name();
  }

  String groupKey() {
    return scope + "/" + group;
  }

  public String name() {
    return Objects.toString(policy.policyName(), "");
  }

  public String arn() {
    return Objects.toString(policy.policyARN(), "");
  }

  String type() {
    return Objects.toString(policy.policyType(), "SimpleScaling");
  }

  boolean tracksTarget() {
    return type().equals("TargetTrackingScaling");
  }

  boolean enabled() {
    return !Boolean.FALSE.equals(policy.enabled());
  }

  /** Names of the alarms it made for itself. */
  public List<String> alarmNames() {
    return policy.alarmsOrEmpty().stream().map(Alarm::alarmName).map(String::valueOf).toList();
  }
}
