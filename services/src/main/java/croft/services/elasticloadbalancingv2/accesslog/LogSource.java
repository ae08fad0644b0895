package croft.services.elasticloadbalancingv2.accesslog;

import croft.store.Transaction;
import java.util.List;

/** Says which balancers are logged. */
@FunctionalInterface
public interface LogSource {
  /** Those that are, as it is now. */
  List<Logged> logged(Transaction tx);

  /**
   * A balancer that is logged.
   *
   * @param id its name for the driver
   */
  record Logged(String id, LogPlan plan) {}
}
