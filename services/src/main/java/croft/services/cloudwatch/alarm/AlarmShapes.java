package croft.services.cloudwatch.alarm;

import croft.api.cloudwatch.AlarmHistoryItem;
import croft.api.cloudwatch.CompositeAlarm;
import croft.api.cloudwatch.MetricAlarm;
import croft.services.cloudwatch.alarm.AlarmState.HeldBack;
import croft.services.cloudwatch.data.MetricShapes;
import org.jspecify.annotations.Nullable;

/** Alarms as the API shows them. */
final class AlarmShapes {
  private AlarmShapes() {}

  static MetricAlarm metric(Alarm alarm, AlarmRule.OfMetric rule) {
    MetricAlarm.Builder shape =
        MetricAlarm.builder()
            .alarmName(alarm.name())
            .alarmArn(alarm.arn().toString())
            .alarmDescription(description(alarm))
            .alarmConfigurationUpdatedTimestamp(alarm.configuredAt())
            .actionsEnabled(alarm.actionsEnabled())
            .okActions(alarm.okActions())
            .alarmActions(alarm.alarmActions())
            .insufficientDataActions(alarm.insufficientDataActions())
            .stateValue(alarm.state().value())
            .stateReason(alarm.state().reason())
            .stateReasonData(alarm.state().reasonData())
            .stateUpdatedTimestamp(alarm.state().updatedAt())
            .stateTransitionedTimestamp(alarm.state().transitionedAt())
            .evaluationPeriods(rule.evaluationPeriods())
            .datapointsToAlarm(rule.datapointsToAlarm())
            .threshold(rule.threshold())
            .comparisonOperator(rule.comparisonOperator())
            .treatMissingData(rule.treatMissingData())
            .evaluateLowSampleCountPercentile(rule.lowSampleCount());
    if (!rule.queries().isEmpty()) {
      return shape.metrics(rule.queries()).build();
    }
    return shape
        .namespace(rule.namespace())
        .metricName(rule.metricName())
        .dimensions(MetricShapes.dimensions(new java.util.TreeMap<>(rule.dimensions())))
        .statistic(rule.extended() ? null : rule.statistic())
        .extendedStatistic(rule.extended() ? rule.statistic() : null)
        .period(rule.period())
        .unit(rule.unit())
        .build();
  }

  private static @Nullable String description(Alarm alarm) {
    return alarm.description().isEmpty() ? null : alarm.description();
  }

  static CompositeAlarm composite(Alarm alarm, AlarmRule.OfAlarms rule) {
    HeldBack heldBack = alarm.state().heldBack();
    return CompositeAlarm.builder()
        .alarmName(alarm.name())
        .alarmArn(alarm.arn().toString())
        .alarmDescription(description(alarm))
        .alarmRule(rule.expression())
        .alarmConfigurationUpdatedTimestamp(alarm.configuredAt())
        .actionsEnabled(alarm.actionsEnabled())
        .okActions(alarm.okActions())
        .alarmActions(alarm.alarmActions())
        .insufficientDataActions(alarm.insufficientDataActions())
        .stateValue(alarm.state().value())
        .stateReason(alarm.state().reason())
        .stateReasonData(alarm.state().reasonData())
        .stateUpdatedTimestamp(alarm.state().updatedAt())
        .stateTransitionedTimestamp(alarm.state().transitionedAt())
        .actionsSuppressor(rule.suppressor())
        .actionsSuppressorWaitPeriod(rule.waitSeconds())
        .actionsSuppressorExtensionPeriod(rule.extensionSeconds())
        .actionsSuppressedBy(heldBack == null ? null : heldBack.by())
        .actionsSuppressedReason(heldBack == null ? null : heldBack.reason())
        .build();
  }

  static AlarmHistoryItem event(AlarmEvent event) {
    return AlarmHistoryItem.builder()
        .alarmName(event.alarmName())
        .alarmType(event.alarmType())
        .timestamp(event.at())
        .historyItemType(event.itemType())
        .historySummary(event.summary())
        .historyData(event.data())
        .build();
  }
}
