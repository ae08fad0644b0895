package croft.services.autoscaling.scheduledaction;

import croft.api.autoscaling.ScheduledUpdateGroupAction;
import croft.services.autoscaling.group.Group;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled action of a group.
 *
 * @param next when it is due; null when it never is again
 */
public record ScheduleRow(
    String scope, String group, ScheduledUpdateGroupAction action, @Nullable Instant next) {
  public static final Table<ScheduleRow> TABLE =
      Table.of("autoscaling_schedule", ScheduleRow.class, ScheduleRow::scope, ScheduleRow::key)
          .index("group_key", ScheduleRow::groupKey);

  String key() {
    return group + "\n" + name();
  }

  String groupKey() {
    return scope + "/" + group;
  }

  public String name() {
    return Objects.toString(action.scheduledActionName(), "");
  }

  /** All of a group. */
  public static List<ScheduleRow> of(Transaction tx, Group group) {
    return tx.find(TABLE, "group_key", group.key());
  }

  /** Removes one. */
  public static void delete(Transaction tx, ScheduleRow row) {
    tx.delete(TABLE, row.scope(), row.key());
  }

  /** The same, due at its first time after that one. */
  public ScheduleRow after(Instant time) {
    return new ScheduleRow(scope, group, action, due(time).orElse(null));
  }

  private Optional<Instant> due(Instant time) {
    String recurrence = action.recurrence();
    Instant start = action.startTime();
    Optional<Instant> next;
    if (recurrence == null) {
      next = Optional.ofNullable(start).filter(s -> !s.isBefore(time));
    } else if (start != null && start.isAfter(time)) {
      // The start itself is the first time, as AWS runs it.
      next = Optional.of(start);
    } else {
      ZoneId zone = ZoneId.of(Objects.requireNonNullElse(action.timeZone(), "UTC"));
      next = Cron.parse(recurrence).flatMap(cron -> cron.after(time, zone));
    }
    Instant end = action.endTime();
    return next.filter(at -> end == null || !at.isAfter(end));
  }
}
