package croft.services.elasticloadbalancing.instance;

import croft.services.elasticloadbalancing.loadbalancer.ClassicBalancer;
import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance behind a balancer.
 *
 * @param drainingUntil when it goes, once it is deregistered
 * @param state what looks at it came to
 */
public record ClassicInstance(
    String scope,
    String balancerId,
    String instanceId,
    @Nullable Instant drainingUntil,
    State state) {
  public static final Table<ClassicInstance> TABLE =
      Table.of(
              "elb_instance", ClassicInstance.class, ClassicInstance::scope, ClassicInstance::rowId)
          .index("balancer_id", ClassicInstance::balancerId);

  /** What looks at an instance come to. */
  public enum State {
    /** None is over yet. */
    REGISTERING,
    WELL,
    UNWELL
  }

  public String rowId() {
    return balancerId + "/" + instanceId;
  }

  public boolean draining() {
    return drainingUntil != null;
  }

  ClassicInstance drain(Instant until) {
    return new ClassicInstance(scope, balancerId, instanceId, until, state);
  }

  public ClassicInstance seen(State next) {
    return new ClassicInstance(scope, balancerId, instanceId, drainingUntil, next);
  }

  /** Whether its draining is over. */
  public boolean over(Instant now) {
    Instant until = drainingUntil;
    return until != null && !now.isBefore(until);
  }

  public static List<ClassicInstance> of(Transaction tx, ClassicBalancer balancer) {
    return tx.findIn(TABLE, balancer.scope(), "balancer_id", balancer.id());
  }
}
