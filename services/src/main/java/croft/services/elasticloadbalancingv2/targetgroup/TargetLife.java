package croft.services.elasticloadbalancingv2.targetgroup;

import croft.store.Transaction;
import java.time.Instant;

/** What happens to targets by itself: they are seen, and forgotten once drained. */
public final class TargetLife {
  private TargetLife() {}

  public static boolean isOver(Target target, Instant now) {
    Instant until = target.drainingUntil();
    return until != null && !now.isBefore(until);
  }

  /** Forgets a group's targets whose delay is over. */
  public static void forget(Transaction tx, TargetGroup group, Instant now) {
    for (Target target : Target.of(tx, group)) {
      if (isOver(target, now)) {
        tx.delete(Target.TABLE, target.scope(), target.rowId());
      }
    }
  }

  /** Writes down how a target was seen, unless it went or is going. */
  public static void see(Transaction tx, Target seen) {
    tx.get(Target.TABLE, seen.scope(), seen.rowId())
        .filter(now -> !now.draining())
        .ifPresent(now -> tx.put(Target.TABLE, seen));
  }
}
