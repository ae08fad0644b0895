package croft.services.autoscaling.group;

import croft.services.autoscaling.activity.Activities;
import croft.services.autoscaling.entity.Faults;
import croft.store.Transaction;
import java.time.Instant;

/** Whether a group may be scaled again by what honours its cooldown. */
public final class Cooldowns {
  private Cooldowns() {}

  /** Whether the cooldown is over and nothing goes on. */
  public static boolean over(Transaction tx, Group group, Instant now) {
    Instant until = group.cooldownUntil();
    return (until == null || !now.isBefore(until)) && !Activities.goingOn(tx, group);
  }

  /**
   * Passes when it is over.
   *
   * @throws croft.base.ServiceError {@code ScalingActivityInProgress}
   */
  public static void requireOver(Transaction tx, Group group, Instant now) {
    if (!over(tx, group, now)) {
      throw Faults.scaling(
          "Scaling activity "
              + Activities.latest(tx, group).orElse("of the group")
              + " is in progress and blocks this action");
    }
  }
}
