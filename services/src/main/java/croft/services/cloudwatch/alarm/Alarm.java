package croft.services.cloudwatch.alarm;

import croft.base.Arn;
import croft.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An alarm as it was asked for, and its state. */
record Alarm(
    String scope,
    String name,
    String description,
    boolean actionsEnabled,
    List<String> okActions,
    List<String> alarmActions,
    List<String> insufficientDataActions,
    Map<String, String> tags,
    AlarmRule rule,
    Instant configuredAt,
    AlarmState state) {

  static final Table<Alarm> TABLE =
      Table.of("cloudwatch_alarm", Alarm.class, Alarm::scope, Alarm::name);

  Alarm {
    okActions = List.copyOf(okActions);
    alarmActions = List.copyOf(alarmActions);
    insufficientDataActions = List.copyOf(insufficientDataActions);
    tags = Map.copyOf(tags);
  }

  String account() {
    return scope.substring(0, scope.indexOf('/'));
  }

  String region() {
    return scope.substring(scope.indexOf('/') + 1);
  }

  Arn arn() {
    return arn(account(), region(), name);
  }

  static Arn arn(String account, String region, String name) {
    return Arn.of("cloudwatch", region, account, "alarm:" + name);
  }

  /** {@code MetricAlarm} or {@code CompositeAlarm}. */
  String type() {
    return switch (rule) {
      case AlarmRule.OfMetric metric -> "MetricAlarm";
      case AlarmRule.OfAlarms alarms -> "CompositeAlarm";
    };
  }

  /** What is done when it comes into a state. */
  List<String> actions(String value) {
    return switch (value) {
      case AlarmState.OK -> okActions;
      case AlarmState.ALARM -> alarmActions;
      default -> insufficientDataActions;
    };
  }

  Alarm in(AlarmState other) {
    return new Alarm(
        scope,
        name,
        description,
        actionsEnabled,
        okActions,
        alarmActions,
        insufficientDataActions,
        tags,
        rule,
        configuredAt,
        other);
  }

  Alarm withTags(Map<String, String> all) {
    return new Alarm(
        scope,
        name,
        description,
        actionsEnabled,
        okActions,
        alarmActions,
        insufficientDataActions,
        all,
        rule,
        configuredAt,
        state);
  }

  Alarm enabled(boolean enabled, Instant at) {
    return new Alarm(
        scope,
        name,
        description,
        enabled,
        okActions,
        alarmActions,
        insufficientDataActions,
        tags,
        rule,
        at,
        state);
  }
}
