package croft.services.route53.healthcheck;

import croft.services.operation.Call;
import croft.services.route53.entity.Faults;
import croft.store.Transaction;
import org.jspecify.annotations.Nullable;

/** Finds health checks inside a transaction. */
public final class HealthChecks {
  private HealthChecks() {}

  /**
   * A health check of the caller's account.
   *
   * @throws croft.base.ServiceError {@code NoSuchHealthCheck}
   */
  public static HealthCheck require(Transaction tx, Call call, @Nullable String id) {
    String bare = Faults.bare(id);
    return tx.get(HealthCheck.TABLE, call.account(), bare)
        .orElseThrow(() ->
            Faults.notFound(
                "NoSuchHealthCheck", "No health check exists with the specified ID: " + bare));
  }
}
