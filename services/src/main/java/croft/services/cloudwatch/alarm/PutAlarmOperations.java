package croft.services.cloudwatch.alarm;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.PutCompositeAlarmInput;
import croft.api.cloudwatch.PutCompositeAlarmResponse;
import croft.api.cloudwatch.PutMetricAlarmInput;
import croft.api.cloudwatch.PutMetricAlarmResponse;
import croft.api.cloudwatch.Tag;
import croft.services.cloudwatch.alarm.AlarmExpression.MalformedRuleException;
import croft.services.cloudwatch.data.MetricErrors;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PutMetricAlarm and PutCompositeAlarm: the whole alarm at a time; its state stays. */
final class PutAlarmOperations {
  private final AlarmParts parts;
  private final AlarmLog log;

  PutAlarmOperations(AlarmParts parts) {
    this.parts = parts;
    this.log = new AlarmLog(parts.ids());
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudwatchModel.PUT_METRIC_ALARM,
            (call, request) ->
                access(
                    call,
                    "cloudwatch:PutMetricAlarm",
                    request.alarmName(),
                    request.tagsOrEmpty(),
                    request.alarmActionsOrEmpty()),
            this::putMetric),
        bind(
            CloudwatchModel.PUT_COMPOSITE_ALARM,
            (call, request) ->
                access(
                    call,
                    "cloudwatch:PutCompositeAlarm",
                    request.alarmName(),
                    request.tagsOrEmpty(),
                    request.alarmActionsOrEmpty()),
            this::putComposite));
  }

  private List<Access> access(
      Call call, String action, @Nullable String name, List<Tag> tags, List<String> actions) {
    Map<String, List<String>> asked =
        actions.isEmpty() ? Map.of() : Map.of("cloudwatch:AlarmActions", actions);
    return AlarmLookup.access(parts.store(), call, action, name).stream()
        .map(access -> access.with(Requests.requestTags(AlarmChecks.tags(tags))).with(asked))
        .toList();
  }

  private PutMetricAlarmResponse putMetric(Call call, PutMetricAlarmInput request) {
    AlarmRule.OfMetric rule = MetricAlarmRules.of(request, call.account());
    put(
        call,
        new Asked(
            Requests.required(request.alarmName(), "AlarmName"),
            Objects.requireNonNullElse(request.alarmDescription(), ""),
            request.actionsEnabled() == null || request.actionsEnabled(),
            AlarmChecks.actions(request.okActionsOrEmpty(), "OKActions", rule),
            AlarmChecks.actions(request.alarmActionsOrEmpty(), "AlarmActions", rule),
            AlarmChecks.actions(
                request.insufficientDataActionsOrEmpty(), "InsufficientDataActions", rule),
            request.tagsOrEmpty(),
            rule));
    return PutMetricAlarmResponse.builder().build();
  }

  private PutCompositeAlarmResponse putComposite(Call call, PutCompositeAlarmInput request) {
    String text = Requests.required(request.alarmRule(), "AlarmRule");
    String name = Requests.required(request.alarmName(), "AlarmName");
    String suppressor = request.actionsSuppressor();
    boolean hasPeriods =
        request.actionsSuppressorWaitPeriod() != null
            && request.actionsSuppressorExtensionPeriod() != null;
    if (suppressor != null && !hasPeriods) {
      throw MetricErrors.validation(
          "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be specified with"
              + " ActionsSuppressor.");
    }
    parts
        .store()
        .read(tx -> {
          requireChildren(tx, call, name, text, suppressor);
          return text;
        });
    put(
        call,
        new Asked(
            name,
            Objects.requireNonNullElse(request.alarmDescription(), ""),
            request.actionsEnabled() == null || request.actionsEnabled(),
            AlarmChecks.actions(request.okActionsOrEmpty(), "OKActions", null),
            AlarmChecks.actions(request.alarmActionsOrEmpty(), "AlarmActions", null),
            AlarmChecks.actions(
                request.insufficientDataActionsOrEmpty(), "InsufficientDataActions", null),
            request.tagsOrEmpty(),
            new AlarmRule.OfAlarms(
                text,
                suppressor,
                request.actionsSuppressorWaitPeriod(),
                request.actionsSuppressorExtensionPeriod())));
    return PutCompositeAlarmResponse.builder().build();
  }

  private static void requireChildren(
      Transaction tx, Call call, String name, String text, @Nullable String suppressor) {
    try {
      for (String child : new AlarmExpression(text).children()) {
        requireChild(tx, call, name, child);
      }
    } catch (MalformedRuleException e) {
      throw MetricErrors.validation("Error in AlarmRule: " + e.getMessage() + ".");
    }
    if (suppressor != null) {
      requireChild(tx, call, name, suppressor);
    }
  }

  private static void requireChild(Transaction tx, Call call, String name, String child) {
    String childName = AlarmLookup.name(child);
    if (childName.equals(name)) {
      throw MetricErrors.validation("An alarm cannot depend on itself: " + name + ".");
    }
    if (tx.get(Alarm.TABLE, call.scope(), childName).isEmpty()) {
      throw MetricErrors.validation(
          "Could not save the composite alarm as alarms ["
              + childName
              + "] in the alarm rule do"
              + " not exist");
    }
  }

  private record Asked(
      String name,
      String description,
      boolean actionsEnabled,
      List<String> okActions,
      List<String> alarmActions,
      List<String> insufficientDataActions,
      List<Tag> tags,
      AlarmRule rule) {}

  private void put(Call call, Asked asked) {
    parts
        .store()
        .write(tx -> {
          Instant now = parts.time().instant();
          Optional<Alarm> present = tx.get(Alarm.TABLE, call.scope(), asked.name);
          Alarm alarm =
              new Alarm(
                  call.scope(),
                  asked.name,
                  asked.description,
                  asked.actionsEnabled,
                  asked.okActions,
                  asked.alarmActions,
                  asked.insufficientDataActions,
                  // Tags of a request count for a new alarm only, as the API reference says.
                  present.map(Alarm::tags).orElseGet(() -> AlarmChecks.tags(Map.of(), asked.tags)),
                  asked.rule,
                  now,
                  present.map(Alarm::state).orElseGet(() -> AlarmState.unchecked(now)));
          if (present.isPresent() && !present.get().type().equals(alarm.type())) {
            throw MetricErrors.validation(
                "An alarm of another type exists with the name " + asked.name + ".");
          }
          tx.put(Alarm.TABLE, alarm);
          log.configuration(
              tx,
              alarm,
              present.isPresent() ? AlarmLog.Change.UPDATED : AlarmLog.Change.CREATED,
              now);
          return alarm;
        });
  }
}
