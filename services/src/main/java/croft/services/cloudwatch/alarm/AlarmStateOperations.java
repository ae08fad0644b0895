package croft.services.cloudwatch.alarm;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.DeleteAlarmsInput;
import croft.api.cloudwatch.DeleteAlarmsResponse;
import croft.api.cloudwatch.DisableAlarmActionsInput;
import croft.api.cloudwatch.DisableAlarmActionsResponse;
import croft.api.cloudwatch.EnableAlarmActionsInput;
import croft.api.cloudwatch.EnableAlarmActionsResponse;
import croft.api.cloudwatch.SetAlarmStateInput;
import croft.api.cloudwatch.SetAlarmStateResponse;
import croft.services.cloudwatch.alarm.Transitions.Arrival;
import croft.services.cloudwatch.data.MetricErrors;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.time.Instant;
import java.util.List;

/** SetAlarmState, EnableAlarmActions, DisableAlarmActions and DeleteAlarms. */
final class AlarmStateOperations {
  private final AlarmParts parts;
  private final AlarmLog log;
  private final Transitions transitions;

  AlarmStateOperations(AlarmParts parts) {
    this.parts = parts;
    this.log = new AlarmLog(parts.ids());
    this.transitions = new Transitions(parts);
  }

  List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudwatchModel.SET_ALARM_STATE,
            (call, request) ->
                AlarmLookup.access(
                    parts.store(), call, "cloudwatch:SetAlarmState", request.alarmName()),
            this::set),
        bind(
            CloudwatchModel.ENABLE_ALARM_ACTIONS,
            (call, request) ->
                AlarmLookup.access(
                    parts.store(),
                    call,
                    "cloudwatch:EnableAlarmActions",
                    request.alarmNamesOrEmpty()),
            this::enable),
        bind(
            CloudwatchModel.DISABLE_ALARM_ACTIONS,
            (call, request) ->
                AlarmLookup.access(
                    parts.store(),
                    call,
                    "cloudwatch:DisableAlarmActions",
                    request.alarmNamesOrEmpty()),
            this::disable),
        bind(
            CloudwatchModel.DELETE_ALARMS,
            (call, request) ->
                AlarmLookup.access(
                    parts.store(), call, "cloudwatch:DeleteAlarms", request.alarmNamesOrEmpty()),
            this::delete));
  }

  /** For a while: the next look at the metric says what is true. */
  private SetAlarmStateResponse set(Call call, SetAlarmStateInput request) {
    Arrival arrival =
        new Arrival(
            Requests.required(request.stateValue(), "StateValue"),
            Requests.required(request.stateReason(), "StateReason"),
            request.stateReasonData(),
            Double.NaN);
    Instant now = parts.time().instant();
    parts
        .store()
        .write(tx -> {
          transitions.apply(tx, AlarmLookup.require(tx, call, request.alarmName()), arrival, now);
          return arrival;
        });
    return SetAlarmStateResponse.builder().build();
  }

  private EnableAlarmActionsResponse enable(Call call, EnableAlarmActionsInput request) {
    turn(call, request.alarmNamesOrEmpty(), true);
    return EnableAlarmActionsResponse.builder().build();
  }

  private DisableAlarmActionsResponse disable(Call call, DisableAlarmActionsInput request) {
    turn(call, request.alarmNamesOrEmpty(), false);
    return DisableAlarmActionsResponse.builder().build();
  }

  private void turn(Call call, List<String> names, boolean on) {
    Instant now = parts.time().instant();
    parts
        .store()
        .write(tx -> {
          for (String name : names) {
            // Alarms that are not there are passed over, as CloudWatch does.
            tx.get(Alarm.TABLE, call.scope(), name)
                .filter(alarm -> alarm.actionsEnabled() != on)
                .map(alarm -> alarm.enabled(on, now))
                .ifPresent(alarm -> {
                  tx.put(Alarm.TABLE, alarm);
                  log.configuration(tx, alarm, AlarmLog.Change.UPDATED, now);
                });
          }
          return names;
        });
  }

  private DeleteAlarmsResponse delete(Call call, DeleteAlarmsInput request) {
    List<String> names = request.alarmNamesOrEmpty();
    Instant now = parts.time().instant();
    parts
        .store()
        .write(tx -> {
          List<Alarm> composites =
              tx.list(Alarm.TABLE, call.scope()).stream()
                  .filter(alarm -> alarm.rule() instanceof AlarmRule.OfAlarms)
                  .toList();
          for (String name : names) {
            composites.stream()
                .filter(parent ->
                    !names.contains(parent.name())
                        && DescribeAlarmOperations.children(parent).contains(name))
                .findFirst()
                .ifPresent(parent -> {
                  throw MetricErrors.validation(
                      "The alarm "
                          + name
                          + " is used by the composite alarm "
                          + parent.name()
                          + ".");
                });
            tx.get(Alarm.TABLE, call.scope(), name)
                .ifPresent(alarm -> {
                  tx.delete(Alarm.TABLE, alarm.scope(), alarm.name());
                  log.configuration(tx, alarm, AlarmLog.Change.DELETED, now);
                });
          }
          return names;
        });
    return DeleteAlarmsResponse.builder().build();
  }
}
