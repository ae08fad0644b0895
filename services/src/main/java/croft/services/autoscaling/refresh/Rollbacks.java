package croft.services.autoscaling.refresh;

import croft.api.autoscaling.InstanceRefresh;
import croft.api.autoscaling.RollbackDetails;
import java.time.Instant;

/** Begins the way back. */
public final class Rollbacks {
  private Rollbacks() {}

  /** The refresh, replacing its own new instances by such as were before. */
  public static RefreshRow begin(RefreshRow row, String reason, Instant now) {
    InstanceRefresh shown = row.refresh();
    return row.back(
        shown.toBuilder()
            .status("RollbackInProgress")
            .statusReason(reason)
            .percentageComplete(0)
            .rollbackDetails(
                RollbackDetails.builder()
                    .rollbackReason(reason)
                    .rollbackStartTime(now)
                    .percentageCompleteOnRollback(shown.percentageComplete())
                    .instancesToUpdateOnRollback(shown.instancesToUpdate())
                    .build())
            .build(),
        now);
  }
}
