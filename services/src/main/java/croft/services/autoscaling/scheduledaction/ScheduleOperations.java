package croft.services.autoscaling.scheduledaction;

import croft.api.autoscaling.AutoscalingModel;
import croft.api.autoscaling.BatchDeleteScheduledActionAnswer;
import croft.api.autoscaling.BatchDeleteScheduledActionType;
import croft.api.autoscaling.BatchPutScheduledUpdateGroupActionAnswer;
import croft.api.autoscaling.BatchPutScheduledUpdateGroupActionType;
import croft.api.autoscaling.DeleteScheduledActionResponse;
import croft.api.autoscaling.DeleteScheduledActionType;
import croft.api.autoscaling.DescribeScheduledActionsType;
import croft.api.autoscaling.FailedScheduledUpdateGroupActionRequest;
import croft.api.autoscaling.PutScheduledUpdateGroupActionResponse;
import croft.api.autoscaling.PutScheduledUpdateGroupActionType;
import croft.api.autoscaling.ScheduledActionsType;
import croft.api.autoscaling.ScheduledUpdateGroupAction;
import croft.api.autoscaling.ScheduledUpdateGroupActionRequest;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import croft.services.autoscaling.entity.Lists;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.group.Groups;
import croft.services.operation.AccessRule;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Pages;
import croft.store.Table;
import croft.store.Transaction;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations of scheduled actions. */
public final class ScheduleOperations {
  private static final int MOST = 125;

  private final ScalingParts parts;

  public ScheduleOperations(ScalingParts parts) {
    this.parts = parts;
  }

  public static List<Table<?>> tables() {
    return List.of(ScheduleRow.TABLE);
  }

  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
            AutoscalingModel.PUT_SCHEDULED_UPDATE_GROUP_ACTION,
            Groups.access(
                parts.store(),
                "PutScheduledUpdateGroupAction",
                PutScheduledUpdateGroupActionType::autoScalingGroupName),
            this::put),
        Binding.bind(
            AutoscalingModel.BATCH_PUT_SCHEDULED_UPDATE_GROUP_ACTION,
            Groups.access(
                parts.store(),
                "BatchPutScheduledUpdateGroupAction",
                BatchPutScheduledUpdateGroupActionType::autoScalingGroupName),
            this::batchPut),
        Binding.bind(
            AutoscalingModel.DELETE_SCHEDULED_ACTION,
            Groups.access(
                parts.store(),
                "DeleteScheduledAction",
                DeleteScheduledActionType::autoScalingGroupName),
            this::delete),
        Binding.bind(
            AutoscalingModel.BATCH_DELETE_SCHEDULED_ACTION,
            Groups.access(
                parts.store(),
                "BatchDeleteScheduledAction",
                BatchDeleteScheduledActionType::autoScalingGroupName),
            this::batchDelete),
        Binding.bind(
            AutoscalingModel.DESCRIBE_SCHEDULED_ACTIONS,
            AccessRule.toAll("autoscaling:DescribeScheduledActions"),
            this::describe));
  }

  private PutScheduledUpdateGroupActionResponse put(
      Call call, PutScheduledUpdateGroupActionType request) {
    ScheduledUpdateGroupAction action =
        ScheduledUpdateGroupAction.builder()
            .scheduledActionName(request.scheduledActionName())
            .startTime(request.startTime() == null ? request.time() : request.startTime())
            .endTime(request.endTime())
            .recurrence(request.recurrence())
            .minSize(request.minSize())
            .maxSize(request.maxSize())
            .desiredCapacity(request.desiredCapacity())
            .timeZone(request.timeZone())
            .build();
    parts.store().write(tx -> put(tx, call, request.autoScalingGroupName(), action));
    return PutScheduledUpdateGroupActionResponse.builder().build();
  }

  private boolean put(
      Transaction tx, Call call, @Nullable String named, ScheduledUpdateGroupAction action) {
    Group group = Groups.changeable(tx, call.scope(), named);
    Instant now = parts.time().instant();
    String name = Faults.required(action.scheduledActionName(), "scheduledActionName");
    Optional<ScheduleRow> before = find(tx, group, name);
    check(action, now);
    if (before.isEmpty() && ScheduleRow.of(tx, group).size() >= MOST) {
      throw Faults.limit(
          "The limit of " + MOST + " scheduled actions for a group has been exceeded.");
    }
    String arn =
        before
            .map(row -> String.valueOf(row.action().scheduledActionARN()))
            .orElseGet(() -> arn(call, group.name(), name));
    ScheduledUpdateGroupAction whole =
        action.toBuilder()
            .autoScalingGroupName(group.name())
            .scheduledActionARN(arn)
            .timeZone(action.recurrence() == null ? action.timeZone() : zone(action))
            .build();
    ScheduleRow row = new ScheduleRow(call.scope(), group.name(), whole, null).after(now);
    Instant first = row.next();
    if (whole.recurrence() != null && whole.startTime() == null && first != null) {
      row =
          new ScheduleRow(
              row.scope(),
              row.group(),
              whole.toBuilder().startTime(first).time(first).build(),
              first);
    } else {
      row =
          new ScheduleRow(
              row.scope(), row.group(), whole.toBuilder().time(whole.startTime()).build(), first);
    }
    tx.put(ScheduleRow.TABLE, row);
    return true;
  }

  private static String zone(ScheduledUpdateGroupAction action) {
    return Objects.requireNonNullElse(action.timeZone(), "UTC");
  }

  private String arn(Call call, String group, String name) {
    return call.arn(
            "autoscaling",
            "scheduledUpdateGroupAction:"
                + parts.ids().uuid()
                + ":autoScalingGroupName/"
                + group
                + ":scheduledActionName/"
                + name)
        .toString();
  }

  private static void check(ScheduledUpdateGroupAction action, Instant now) {
    if (action.minSize() == null && action.maxSize() == null && action.desiredCapacity() == null) {
      throw Faults.validation(
          "At least one of MinSize, MaxSize and DesiredCapacity must be specified");
    }
    String recurrence = action.recurrence();
    if (recurrence == null && action.startTime() == null) {
      throw Faults.validation("Either StartTime or Recurrence must be specified");
    }
    if (recurrence != null && Cron.parse(recurrence).isEmpty()) {
      throw Faults.validation("Given recurrence string:" + recurrence + " is invalid");
    }
    Instant start = action.startTime();
    if (start != null && start.isBefore(now)) {
      throw Faults.validation("Given start time is in the past");
    }
    Instant end = action.endTime();
    if (end != null && end.isBefore(start == null ? now : start)) {
      throw Faults.validation("Given end time is before the start time");
    }
    try {
      ZoneId.of(zone(action));
    } catch (DateTimeException e) {
      throw Faults.validation("Given time zone:" + zone(action) + " is invalid");
    }
  }

  private static Optional<ScheduleRow> find(Transaction tx, Group group, String name) {
    return ScheduleRow.of(tx, group).stream().filter(row -> row.name().equals(name)).findFirst();
  }

  private BatchPutScheduledUpdateGroupActionAnswer batchPut(
      Call call, BatchPutScheduledUpdateGroupActionType request) {
    List<FailedScheduledUpdateGroupActionRequest> failed = new ArrayList<>();
    parts.store().read(tx -> Groups.changeable(tx, call.scope(), request.autoScalingGroupName()));
    for (ScheduledUpdateGroupActionRequest one : request.scheduledUpdateGroupActionsOrEmpty()) {
      ScheduledUpdateGroupAction action =
          ScheduledUpdateGroupAction.builder()
              .scheduledActionName(one.scheduledActionName())
              .startTime(one.startTime())
              .endTime(one.endTime())
              .recurrence(one.recurrence())
              .minSize(one.minSize())
              .maxSize(one.maxSize())
              .desiredCapacity(one.desiredCapacity())
              .timeZone(one.timeZone())
              .build();
      try {
        parts.store().write(tx -> put(tx, call, request.autoScalingGroupName(), action));
      } catch (ServiceError e) {
        failed.add(failure(one.scheduledActionName(), e));
      }
    }
    return BatchPutScheduledUpdateGroupActionAnswer.builder()
        .failedScheduledUpdateGroupActions(failed)
        .build();
  }

  private static FailedScheduledUpdateGroupActionRequest failure(
      @Nullable String name, ServiceError error) {
    return FailedScheduledUpdateGroupActionRequest.builder()
        .scheduledActionName(name)
        .errorCode(error.code())
        .errorMessage(error.message())
        .build();
  }

  private DeleteScheduledActionResponse delete(Call call, DeleteScheduledActionType request) {
    parts
        .store()
        .write(
            tx -> delete(tx, call, request.autoScalingGroupName(), request.scheduledActionName()));
    return DeleteScheduledActionResponse.builder().build();
  }

  private static boolean delete(
      Transaction tx, Call call, @Nullable String named, @Nullable String name) {
    Group group = Groups.require(tx, call.scope(), named);
    ScheduleRow row =
        find(tx, group, Objects.toString(name, ""))
            .orElseThrow(() -> Faults.validation("Scheduled action name not found - " + name));
    ScheduleRow.delete(tx, row);
    return true;
  }

  private BatchDeleteScheduledActionAnswer batchDelete(
      Call call, BatchDeleteScheduledActionType request) {
    List<FailedScheduledUpdateGroupActionRequest> failed = new ArrayList<>();
    parts.store().read(tx -> Groups.require(tx, call.scope(), request.autoScalingGroupName()));
    for (String name : request.scheduledActionNamesOrEmpty()) {
      try {
        parts.store().write(tx -> delete(tx, call, request.autoScalingGroupName(), name));
      } catch (ServiceError e) {
        failed.add(failure(name, e));
      }
    }
    return BatchDeleteScheduledActionAnswer.builder().failedScheduledActions(failed).build();
  }

  private ScheduledActionsType describe(Call call, DescribeScheduledActionsType request) {
    String named = request.autoScalingGroupName();
    List<ScheduleRow> all =
        parts
            .store()
            .read(tx ->
                named == null
                    ? tx.list(ScheduleRow.TABLE, call.scope())
                    : ScheduleRow.of(tx, Groups.require(tx, call.scope(), named)));
    Instant from = request.startTime();
    Instant to = request.endTime();
    Pages.Page<ScheduleRow> page =
        parts
            .pages()
            .page(
                call,
                "scheduled actions " + named,
                Lists.named(all, request.scheduledActionNamesOrEmpty(), ScheduleRow::name).stream()
                    .filter(row -> within(row, from, to))
                    .toList(),
                ScheduleRow::key,
                Lists.wanted(request.nextToken(), request.maxRecords(), 50, 100));
    return ScheduledActionsType.builder()
        .scheduledUpdateGroupActions(page.map(ScheduleRow::action))
        .nextToken(page.token())
        .build();
  }

  private static boolean within(ScheduleRow row, @Nullable Instant from, @Nullable Instant to) {
    Instant next = row.next();
    if (from == null && to == null) {
      return true;
    }
    return next != null
        && (from == null || !next.isBefore(from))
        && (to == null || !next.isAfter(to));
  }
}
