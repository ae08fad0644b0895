package croft.services.autoscaling.reconcile;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.ScheduledUpdateGroupAction;
import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.ScalingParts;
import croft.services.autoscaling.group.Group;
import croft.services.autoscaling.scheduledaction.ScheduleRow;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives a group the sizes of its scheduled actions when they are due. */
final class Schedules implements Step {
  private final ScalingParts parts;

  Schedules(ScalingParts parts) {
    this.parts = parts;
  }

  @Override
  public boolean take(Look look) {
    if (look.group().deleting()) {
      return false;
    }
    List<ScheduleRow> due =
        parts.store().read(tx -> ScheduleRow.of(tx, look.group())).stream()
            .filter(row -> {
              Instant next = row.next();
              return next != null && !look.now().isBefore(next);
            })
            .toList();
    if (due.isEmpty()) {
      return false;
    }
    parts
        .store()
        .write(tx -> {
          due.forEach(row -> run(tx, look, row));
          return true;
        });
    return true;
  }

  private static void run(Transaction tx, Look look, ScheduleRow row) {
    Group seen = look.group();
    Optional<Group> found = tx.get(Group.TABLE, seen.scope(), seen.name());
    if (found.isEmpty()) {
      return;
    }
    if (row.action().recurrence() == null) {
      ScheduleRow.delete(tx, row);
    } else {
      ScheduleRow next = row.after(look.now());
      if (next.next() == null) {
        ScheduleRow.delete(tx, row);
      } else {
        tx.put(ScheduleRow.TABLE, next);
      }
    }
    if (found.get().runs("ScheduledActions")) {
      tx.put(Group.TABLE, resized(found.get(), row.action(), look.now()));
    }
  }

  private static Group resized(Group group, ScheduledUpdateGroupAction action, Instant now) {
    int min = Objects.requireNonNullElse(action.minSize(), group.min());
    int max = Objects.requireNonNullElse(action.maxSize(), Math.max(group.max(), min));
    int least = Math.min(min, max);
    int desired =
        Math.clamp(
            Objects.requireNonNullElse(action.desiredCapacity(), group.desired()), least, max);
    AutoScalingGroup settings =
        group.settings().toBuilder().minSize(least).maxSize(max).desiredCapacity(desired).build();
    Group changed = group.withSettings(settings);
    if (desired == group.desired()) {
      return changed;
    }
    return changed
        .withPause(null)
        .withBecause(
            Activities.at(now)
                + "a scheduled action update of AutoScalingGroup constraints to min: "
                + text(action.minSize())
                + ", max: "
                + text(action.maxSize())
                + ", desired: "
                + text(action.desiredCapacity())
                + " changing the desired capacity from "
                + group.desired()
                + " to "
                + desired
                + ".");
  }

  /** What an action leaves as it is shows as nothing. */
  private static String text(@Nullable Integer size) {
    return size == null ? "" : size.toString();
  }
}
