package croft.services.cloudwatch.alarm;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.CompositeAlarm;
import croft.api.cloudwatch.DescribeAlarmHistoryInput;
import croft.api.cloudwatch.DescribeAlarmHistoryOutput;
import croft.api.cloudwatch.DescribeAlarmsForMetricInput;
import croft.api.cloudwatch.DescribeAlarmsForMetricOutput;
import croft.api.cloudwatch.DescribeAlarmsInput;
import croft.api.cloudwatch.DescribeAlarmsOutput;
import croft.api.cloudwatch.MetricAlarm;
import croft.services.cloudwatch.alarm.AlarmExpression.MalformedRuleException;
import croft.services.cloudwatch.data.MetricErrors;
import croft.services.cloudwatch.data.MetricShapes;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.services.operation.Requests;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** DescribeAlarms, DescribeAlarmsForMetric and DescribeAlarmHistory. */
final class DescribeAlarmOperations {
  private static final int USUAL = 50;
  private static final int USUAL_HISTORY = 100;

  private final AlarmParts parts;

  DescribeAlarmOperations(AlarmParts parts) {
    this.parts = parts;
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudwatchModel.DESCRIBE_ALARMS,
            (call, request) ->
                AlarmLookup.access(
                    parts.store(), call, "cloudwatch:DescribeAlarms", request.alarmNamesOrEmpty()),
            this::describe),
        bind(
            CloudwatchModel.DESCRIBE_ALARMS_FOR_METRIC,
            (call, request) ->
                AlarmLookup.access(
                    parts.store(), call, "cloudwatch:DescribeAlarmsForMetric", List.of()),
            this::describeForMetric),
        bind(
                CloudwatchModel.DESCRIBE_ALARM_HISTORY,
                (call, request) ->
                    AlarmLookup.access(
                        parts.store(),
                        call,
                        "cloudwatch:DescribeAlarmHistory",
                        request.alarmName()),
                this::history)
            .honouring(
                "AlarmName",
                "AlarmTypes",
                "HistoryItemType",
                "StartDate",
                "EndDate",
                "MaxRecords",
                "NextToken",
                "ScanBy"));
  }

  private List<Alarm> all(Call call) {
    return parts.store().read(tx -> tx.list(Alarm.TABLE, call.scope()));
  }

  private DescribeAlarmsOutput describe(Call call, DescribeAlarmsInput request) {
    if (request.alarmNamePrefix() != null && !request.alarmNamesOrEmpty().isEmpty()) {
      throw MetricErrors.combination(
          "AlarmNamePrefix and AlarmNames are mutually exclusive parameters.");
    }
    List<Alarm> all = all(call);
    List<Alarm> found = related(request, all).filter(alarm -> matches(alarm, request)).toList();
    Pages.Page<Alarm> page =
        parts
            .pages()
            .page(
                call,
                "DescribeAlarms " + request.toBuilder().nextToken(null).maxRecords(null).build(),
                found,
                Alarm::name,
                Pages.Wanted.of(
                    request.nextToken(), request.maxRecords(), USUAL, MetricErrors::nextToken));
    List<MetricAlarm> metric = new ArrayList<>();
    List<CompositeAlarm> composite = new ArrayList<>();
    for (Alarm alarm : page.items()) {
      switch (alarm.rule()) {
        case AlarmRule.OfMetric rule -> metric.add(AlarmShapes.metric(alarm, rule));
        case AlarmRule.OfAlarms rule -> composite.add(AlarmShapes.composite(alarm, rule));
      }
    }
    return DescribeAlarmsOutput.builder()
        .metricAlarms(metric)
        .compositeAlarms(composite)
        .nextToken(page.token())
        .build();
  }

  /** The alarms a rule names, those that name one, or those of the types asked for. */
  private static Stream<Alarm> related(DescribeAlarmsInput request, List<Alarm> all) {
    if (request.childrenOfAlarmName() != null) {
      Set<String> children =
          all.stream()
              .filter(alarm -> alarm.name().equals(request.childrenOfAlarmName()))
              .flatMap(alarm -> children(alarm).stream())
              .collect(Collectors.toSet());
      return all.stream().filter(alarm -> children.contains(alarm.name()));
    }
    if (request.parentsOfAlarmName() != null) {
      return all.stream().filter(alarm -> children(alarm).contains(request.parentsOfAlarmName()));
    }
    List<String> types =
        request.alarmTypesOrEmpty().isEmpty()
            ? List.of("MetricAlarm")
            : request.alarmTypesOrEmpty();
    return all.stream().filter(alarm -> types.contains(alarm.type()));
  }

  static Set<String> children(Alarm alarm) {
    if (!(alarm.rule() instanceof AlarmRule.OfAlarms rule)) {
      return Set.of();
    }
    try {
      return new AlarmExpression(rule.expression())
          .children().stream().map(AlarmLookup::name).collect(Collectors.toSet());
    } catch (MalformedRuleException e) {
      return Set.of(); // Checked when it was put.
    }
  }

  private static boolean matches(Alarm alarm, DescribeAlarmsInput request) {
    String prefix = request.alarmNamePrefix();
    String actionPrefix = request.actionPrefix();
    return (request.alarmNamesOrEmpty().isEmpty()
            || request.alarmNamesOrEmpty().contains(alarm.name()))
        && (prefix == null || alarm.name().startsWith(prefix))
        && (request.stateValue() == null || request.stateValue().equals(alarm.state().value()))
        && (actionPrefix == null
            || Stream.of(alarm.okActions(), alarm.alarmActions(), alarm.insufficientDataActions())
                .flatMap(List::stream)
                .anyMatch(arn -> arn.startsWith(actionPrefix)));
  }

  private DescribeAlarmsForMetricOutput describeForMetric(
      Call call, DescribeAlarmsForMetricInput request) {
    String namespace = Requests.required(request.namespace(), "Namespace");
    String name = Requests.required(request.metricName(), "MetricName");
    Map<String, String> dimensions =
        MetricShapes.dimensions(request.dimensionsOrEmpty(), "Dimensions");
    List<MetricAlarm> found = new ArrayList<>();
    for (Alarm alarm : all(call)) {
      if (alarm.rule() instanceof AlarmRule.OfMetric rule
          && rule.namespace().equals(namespace)
          && rule.metricName().equals(name)
          && rule.dimensions().equals(dimensions)
          && is(request.statistic(), rule.extended() ? null : rule.statistic())
          && is(request.extendedStatistic(), rule.extended() ? rule.statistic() : null)
          && is(request.unit(), rule.unit())
          && (request.period() == null || request.period() == rule.period())) {
        found.add(AlarmShapes.metric(alarm, rule));
      }
    }
    return DescribeAlarmsForMetricOutput.builder().metricAlarms(found).build();
  }

  private static boolean is(@Nullable String wanted, @Nullable String value) {
    return wanted == null || wanted.equals(value);
  }

  private DescribeAlarmHistoryOutput history(Call call, DescribeAlarmHistoryInput request) {
    String name = request.alarmName();
    List<AlarmEvent> events =
        parts
            .store()
            .read(tx ->
                name == null
                    ? tx.list(AlarmEvent.TABLE, call.scope())
                    : tx.findIn(AlarmEvent.TABLE, call.scope(), "alarm", name));
    Comparator<AlarmEvent> order = Comparator.comparing(AlarmEvent::id);
    if (!Objects.equals(request.scanBy(), "TimestampAscending")) {
      order = order.reversed();
    }
    List<String> types =
        request.alarmTypesOrEmpty().isEmpty()
            ? List.of("MetricAlarm", "CompositeAlarm")
            : request.alarmTypesOrEmpty();
    List<AlarmEvent> found =
        events.stream()
            .filter(event -> types.contains(event.alarmType()) && matches(event, request))
            .sorted(order)
            .toList();
    Pages.Page<AlarmEvent> page =
        parts
            .pages()
            .page(
                call,
                "DescribeAlarmHistory "
                    + request.toBuilder().nextToken(null).maxRecords(null).build(),
                found,
                AlarmEvent::id,
                Pages.Wanted.of(
                    request.nextToken(),
                    request.maxRecords(),
                    USUAL_HISTORY,
                    MetricErrors::nextToken));
    return DescribeAlarmHistoryOutput.builder()
        .alarmHistoryItems(page.map(AlarmShapes::event))
        .nextToken(page.token())
        .build();
  }

  private static boolean matches(AlarmEvent event, DescribeAlarmHistoryInput request) {
    return is(request.historyItemType(), event.itemType())
        && (request.startDate() == null || !event.at().isBefore(request.startDate()))
        && (request.endDate() == null || !event.at().isAfter(request.endDate()));
  }
}
