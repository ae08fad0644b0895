package croft.services.autoscaling.warmpool;

import croft.api.autoscaling.InstanceReusePolicy;
import croft.api.autoscaling.WarmPoolConfiguration;
import croft.services.autoscaling.group.Group;

/** How large a group's warm pool shall be, and what happens in it. */
public final class WarmPools {
  /** While its instances end. */
  static final String PENDING_DELETE = "PendingDelete";

  private WarmPools() {}

  /** How many instances shall be ready; zero for a group without a pool, or one whose pool goes. */
  public static int desired(Group group) {
    WarmPoolConfiguration pool = group.warmPool();
    if (pool == null || going(group)) {
      return 0;
    }
    Integer prepared = pool.maxGroupPreparedCapacity();
    int most = prepared == null || prepared < 0 ? group.max() : prepared;
    int least = pool.minSize() == null ? 0 : pool.minSize();
    return Math.max(least, Math.max(0, most - group.desired()));
  }

  /** Whether the pool is being deleted. */
  public static boolean going(Group group) {
    WarmPoolConfiguration pool = group.warmPool();
    return pool != null && PENDING_DELETE.equals(pool.status());
  }

  /** Whether instances wait running, not stopped. */
  public static boolean running(Group group) {
    WarmPoolConfiguration pool = group.warmPool();
    return pool != null && "Running".equals(pool.poolState());
  }

  /** Whether instances go back into the pool when the group shrinks. */
  public static boolean reuses(Group group) {
    WarmPoolConfiguration pool = group.warmPool();
    InstanceReusePolicy policy = pool == null || going(group) ? null : pool.instanceReusePolicy();
    return policy != null && Boolean.TRUE.equals(policy.reuseOnScaleIn());
  }
}
