package croft.services.autoscaling.refresh;

import croft.api.autoscaling.AutoScalingGroup;
import croft.api.autoscaling.DesiredConfiguration;
import croft.api.autoscaling.InstanceRefresh;
import croft.services.autoscaling.group.Group;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instance refresh.
 *
 * @param refresh as the API shows it
 * @param old ids of the instances that are to be replaced; null while it is pending
 * @param total how many those were at its beginning
 * @param progressAt when the last instance was done
 * @param checkpoint which checkpoint is next
 * @param pausedUntil how long the refresh rests at a checkpoint
 * @param rollingBack whether instances go back to what was before
 */
public record RefreshRow(
    String scope,
    String group,
    InstanceRefresh refresh,
    @Nullable List<String> old,
    int total,
    Instant started,
    Instant progressAt,
    int checkpoint,
    @Nullable Instant pausedUntil,
    boolean rollingBack) {
  public static final Table<RefreshRow> TABLE =
      Table.of("autoscaling_refresh", RefreshRow.class, RefreshRow::scope, RefreshRow::id)
          .index("group_key", RefreshRow::groupKey)
          .index("active_group", row -> row.active() ? row.groupKey() : null);

  private static final Set<String> ACTIVE =
      Set.of("Pending", "InProgress", "Cancelling", "RollbackInProgress");

  String groupKey() {
    return scope + "/" + group;
  }

  public String id() {
    return Objects.toString(refresh.instanceRefreshId(), "");
  }

  public String status() {
    return Objects.toString(refresh.status(), "");
  }

  /** Whether it goes on. */
  public boolean active() {
    return ACTIVE.contains(status());
  }

  /** The one that goes on in a group. */
  public static Optional<RefreshRow> active(Transaction tx, Group group) {
    return tx.find(TABLE, "active_group", group.key()).stream().findFirst();
  }

  /** All of a group, the newest first. */
  public static List<RefreshRow> of(Transaction tx, Group group) {
    return tx.find(TABLE, "group_key", group.key()).stream()
        .sorted(Comparator.comparing(RefreshRow::started).reversed())
        .toList();
  }

  /** What instances are launched from while it goes on. */
  public AutoScalingGroup settings(Group group) {
    DesiredConfiguration desired = refresh.desiredConfiguration();
    if (desired == null || rollingBack) {
      return group.settings();
    }
    return group.settings().toBuilder()
        .launchConfigurationName(null)
        .launchTemplate(desired.launchTemplate())
        .mixedInstancesPolicy(desired.mixedInstancesPolicy())
        .build();
  }

  /** The same, shown otherwise. */
  public RefreshRow showing(InstanceRefresh next) {
    return new RefreshRow(
        scope, group, next, old, total, started, progressAt, checkpoint, pausedUntil, rollingBack);
  }

  /** The same, with these instances left to replace. */
  public RefreshRow replacing(List<String> ids, Instant now) {
    return new RefreshRow(
        scope, group, refresh, ids, ids.size(), started, now, checkpoint, pausedUntil, rollingBack);
  }

  /** The same, a step further. */
  public RefreshRow progressing(Instant now) {
    return new RefreshRow(
        scope, group, refresh, old, total, started, now, checkpoint, pausedUntil, rollingBack);
  }

  /** The same, resting at a checkpoint or going on from it. */
  public RefreshRow pausing(int next, @Nullable Instant until) {
    return new RefreshRow(
        scope, group, refresh, old, total, started, progressAt, next, until, rollingBack);
  }

  /** The same, going back to what was before. */
  public RefreshRow back(InstanceRefresh shown, Instant now) {
    return new RefreshRow(scope, group, shown, null, 0, started, now, 0, null, true);
  }
}
