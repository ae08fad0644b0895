package croft.services.autoscaling.activity;

import croft.api.autoscaling.Activity;
import croft.store.Table;
import java.time.Instant;

/**
 * A scaling activity.
 *
 * @param groupKey account, region and name of the group
 * @param groupId the group's UUID, for a name may be used again
 */
public record ActivityRow(
    String scope, String id, String groupKey, String groupId, Instant started, Activity activity) {
  public static final Table<ActivityRow> TABLE =
      Table.of("autoscaling_activity", ActivityRow.class, ActivityRow::scope, ActivityRow::id)
          .index("group_key", ActivityRow::groupKey)
          .index("open_group", row -> row.open() ? row.groupKey() : null)
          .index("started", row -> String.format("%015d", row.started().toEpochMilli()));

  /** Whether it goes on. */
  boolean open() {
    return activity.endTime() == null;
  }
}
