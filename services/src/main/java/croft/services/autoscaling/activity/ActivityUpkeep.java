package croft.services.autoscaling.activity;

import croft.services.autoscaling.entity.ScalingParts;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;

/** Forgets activities after six weeks, as AWS does. */
public final class ActivityUpkeep implements Reconciler {
  private static final Duration KEPT = Duration.ofDays(42);
  private static final int AT_ONCE = 1_000;

  private final ScalingParts parts;

  public ActivityUpkeep(ScalingParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "autoscaling-activities";
  }

  @Override
  public Duration period() {
    return Duration.ofHours(1);
  }

  @Override
  public void reconcile() {
    Instant before = parts.time().instant().minus(KEPT);
    int forgotten = AT_ONCE;
    while (forgotten == AT_ONCE) {
      forgotten = parts.store().write(tx -> Activities.forget(tx, before, AT_ONCE));
    }
  }
}
