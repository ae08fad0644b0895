package croft.services.autoscaling.activity;

import croft.api.autoscaling.Activity;
import croft.services.autoscaling.group.Group;
import croft.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes activities, in the words of AWS. */
public final class Activities {
  /** Between two sentences of a cause. */
  public static final String NEXT = "  ";

  private Activities() {}

  /** How causes tell a time. */
  public static String at(Instant time) {
    return "At " + second(time) + " ";
  }

  /** A time to the second. */
  public static String second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Two causes in one. */
  public static String cause(String first, String then) {
    return first.isEmpty() ? then : first + NEXT + then;
  }

  /**
   * What is done, and why.
   *
   * @param description such as {@code Launching a new EC2 instance: i-0123}
   * @param details a JSON text
   */
  public record Begun(String id, String description, String cause, String details) {}

  /** Writes an activity that goes on. */
  public static Activity begin(
      Transaction tx, Group group, Begun begun, String status, Instant at) {
    Activity activity =
        Activity.builder()
            .activityId(begun.id())
            .autoScalingGroupName(group.name())
            .autoScalingGroupARN(group.arn().toString())
            .description(begun.description())
            .cause(begun.cause())
            .startTime(at)
            .statusCode(status)
            .progress(0)
            .details(begun.details())
            .build();
    tx.put(
        ActivityRow.TABLE,
        new ActivityRow(group.scope(), begun.id(), group.key(), group.id(), at, activity));
    return activity;
  }

  /** Changes an activity that goes on; one that has ended stays as it is. */
  public static Optional<Activity> change(
      Transaction tx, String scope, @Nullable String id, UnaryOperator<Activity> change) {
    if (id == null) {
      return Optional.empty();
    }
    Optional<ActivityRow> row = tx.get(ActivityRow.TABLE, scope, id).filter(ActivityRow::open);
    return row.map(found -> {
      Activity changed = change.apply(found.activity());
      tx.put(
          ActivityRow.TABLE,
          new ActivityRow(scope, id, found.groupKey(), found.groupId(), found.started(), changed));
      return changed;
    });
  }

  /** How far it is. */
  public static void progress(
      Transaction tx, String scope, @Nullable String id, String status, int percent) {
    change(
        tx,
        scope,
        id,
        activity -> activity.toBuilder().statusCode(status).progress(percent).build());
  }

  /** Ends an activity. */
  public static Optional<Activity> end(
      Transaction tx, String scope, @Nullable String id, Ending ending) {
    return change(
        tx,
        scope,
        id,
        activity ->
            activity.toBuilder()
                .statusCode(ending.status())
                .statusMessage(ending.message())
                .progress(100)
                .endTime(ending.at())
                .build());
  }

  /**
   * How an activity ends.
   *
   * @param status {@code Successful}, {@code Failed} or {@code Cancelled}
   * @param message why, or null
   */
  public record Ending(String status, @Nullable String message, Instant at) {
    public static Ending successful(Instant at) {
      return new Ending("Successful", null, at);
    }

    public static Ending failed(String message, Instant at) {
      return new Ending("Failed", message, at);
    }

    public static Ending cancelled(String message, Instant at) {
      return new Ending("Cancelled", message, at);
    }
  }

  /** Whether something goes on in a group. */
  public static boolean goingOn(Transaction tx, Group group) {
    return !tx.find(ActivityRow.TABLE, "open_group", group.key()).isEmpty();
  }

  /** The newest one of a group. */
  public static Optional<String> latest(Transaction tx, Group group) {
    return newestFirst(tx.find(ActivityRow.TABLE, "group_key", group.key())).stream()
        .findFirst()
        .map(ActivityRow::id);
  }

  /** Removes at most that many which began before a time. */
  static int forget(Transaction tx, Instant before, int most) {
    List<ActivityRow> old =
        tx.findBetween(
            ActivityRow.TABLE, "started", "", String.format("%015d", before.toEpochMilli()), most);
    old.forEach(row -> tx.delete(ActivityRow.TABLE, row.scope(), row.id()));
    return old.size();
  }

  /** All of a scope's or a group's, the newest first. */
  static List<ActivityRow> newestFirst(List<ActivityRow> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparing(ActivityRow::started).reversed().thenComparing(ActivityRow::id))
        .toList();
  }
}
