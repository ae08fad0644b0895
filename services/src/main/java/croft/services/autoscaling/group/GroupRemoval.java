package croft.services.autoscaling.group;

import croft.services.autoscaling.lifecyclehook.HookRow;
import croft.services.autoscaling.lifecyclehook.Hooks;
import croft.store.Transaction;

/** Removes a group that has nothing left, with all that is kept for it; activities stay. */
public final class GroupRemoval {
  private GroupRemoval() {}

  /** In this transaction. */
  public static void remove(Transaction tx, Group group) {
    for (HookRow hook : Hooks.of(tx, group)) {
      Hooks.delete(tx, hook);
    }
    tx.delete(Group.TABLE, group.scope(), group.name());
  }
}
