package croft.services.route53.healthcheck;

import croft.store.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of the looks at a health check's target; written when the state changes, so that a
 * server started again answers as the one before.
 *
 * @param healthy before inversion
 * @param lastFailure what the last failed look that is kept saw; null if there was none
 */
public record HealthState(
    String checkId,
    boolean healthy,
    Instant since,
    @Nullable String lastFailure,
    @Nullable Instant lastFailureAt) {

  public static final Table<HealthState> TABLE =
      Table.of("route53_health_state", HealthState.class, row -> "", HealthState::checkId);
}
