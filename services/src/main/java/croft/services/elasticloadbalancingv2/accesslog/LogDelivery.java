package croft.services.elasticloadbalancingv2.accesslog;

import croft.store.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a balancer's log is delivered. It stays when logs are turned off, so that none is told
 * twice when they are turned on again, and goes with the balancer.
 *
 * @param id the balancer's name for the driver
 * @param plan the last there was
 * @param position in what the balancer told: all before it is delivered
 * @param nextAt when the next file is due
 * @param batch what is being delivered; null while nothing is
 */
public record LogDelivery(
    String scope, String id, LogPlan plan, long position, Instant nextAt, @Nullable Batch batch) {
  public static final Table<LogDelivery> TABLE =
      Table.of("elbv2_log_delivery", LogDelivery.class, LogDelivery::scope, LogDelivery::id);

  /**
   * A file, decided on before it is written: a repetition writes the same one again.
   *
   * @param end where what is in it ends
   */
  public record Batch(String key, long end) {}

  LogDelivery with(LogPlan next) {
    return new LogDelivery(scope, id, next, position, nextAt, batch);
  }

  LogDelivery with(Batch next) {
    return new LogDelivery(scope, id, plan, position, nextAt, next);
  }

  LogDelivery at(long next, Instant due) {
    return new LogDelivery(scope, id, plan, next, due, null);
  }
}
