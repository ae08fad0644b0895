package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.AlarmSpecification;
import croft.api.autoscaling.RefreshPreferences;
import croft.api.cloudwatch.DescribeAlarmsInput;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import java.util.Optional;

/** The alarms that stop a refresh. */
final class RefreshAlarms {
  private final ScalingParts parts;

  RefreshAlarms(ScalingParts parts) {
    this.parts = parts;
  }

  /** The name of one that is raised. */
  Optional<String> raised(Group group, RefreshPreferences preferences) {
    AlarmSpecification specification = preferences.alarmSpecification();
    if (specification == null || specification.alarmsOrEmpty().isEmpty()) {
      return Optional.empty();
    }
    return parts
        .cloud()
        .alarms(group.scope())
        .describeAlarms(
            DescribeAlarmsInput.builder().alarmNames(specification.alarmsOrEmpty()).build())
        .metricAlarmsOrEmpty()
        .stream()
        .filter(alarm -> "ALARM".equals(alarm.stateValue()))
        .map(alarm -> String.valueOf(alarm.alarmName()))
        .findFirst();
  }
}
