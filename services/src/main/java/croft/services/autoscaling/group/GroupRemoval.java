package croft.services.autoscaling.group;

import croft.services.autoscaling.lifecyclehook.Hooks;
import croft.services.autoscaling.notification.NotificationOperations.Topics;
import croft.services.autoscaling.policy.Policies;
import croft.services.autoscaling.policy.PolicyRow;
import croft.services.autoscaling.refresh.RefreshRow;
import croft.services.autoscaling.scheduledaction.ScheduleRow;
import croft.store.Transaction;
import java.util.List;

/** Removes a group that has nothing left, with all that is kept for it; activities stay. */
public final class GroupRemoval {
  private GroupRemoval() {}

  /** The alarms its policies made for themselves, which go with it. */
  public static List<String> alarms(Transaction tx, Group group) {
    return Policies.of(tx, group).stream()
        .map(PolicyRow::alarmNames)
        .flatMap(List::stream)
        .toList();
  }

  /** In this transaction. */
  public static void remove(Transaction tx, Group group) {
    Hooks.of(tx, group).forEach(hook -> Hooks.delete(tx, hook));
    Policies.of(tx, group).forEach(policy -> Policies.delete(tx, policy));
    ScheduleRow.of(tx, group).forEach(row -> ScheduleRow.delete(tx, row));
    Topics.of(tx, group).forEach(row -> Topics.delete(tx, row));
    RefreshRow.of(tx, group).forEach(row -> tx.delete(RefreshRow.TABLE, row.scope(), row.id()));
    tx.delete(Group.TABLE, group.scope(), group.name());
  }
}
