package croft.services.cloudtrail.event;

import croft.store.Store;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Forgets events after ninety days, as CloudTrail's event history does. */
public final class TrailRetention implements Reconciler {
  private static final Duration KEPT = Duration.ofDays(90);
  private static final int TOGETHER = 100;

  private final Store store;
  private final InstantSource time;

  public TrailRetention(Store store, InstantSource time) {
    this.store = store;
    this.time = time;
  }

  @Override
  public String name() {
    return "cloudtrail-retention";
  }

  @Override
  public Duration period() {
    return Duration.ofHours(1);
  }

  @Override
  public void reconcile() {
    String limit = TrailSegment.millis(time.instant().minus(KEPT));
    int forgotten;
    do {
      forgotten =
          store.write(tx -> {
            List<TrailSegment> old =
                tx.findBetween(TrailSegment.TABLE, TrailSegment.BY_TIME, "", limit, TOGETHER);
            old.forEach(segment -> tx.delete(TrailSegment.TABLE, segment.scope(), segment.rowId()));
            return old.size();
          });
    } while (forgotten == TOGETHER);
  }
}
