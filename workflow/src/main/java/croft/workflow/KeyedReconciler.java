package croft.workflow;

import java.time.Duration;
import java.util.Set;

/**
 * A reconciler of many things alike, such as instances, that run side by side: one look at a time
 * for each key, any number of keys at once.
 */
public interface KeyedReconciler {

  /** The name to wake it by, unique among all reconcilers. */
  String name();

  /** How often {@link #due} is asked without a signal. */
  Duration period();

  /** The keys to look at now. */
  Set<String> due() throws Exception;

  /** One look at one thing; it may be gone meanwhile. Failures are repeated as a reconciler's. */
  void reconcile(String key) throws Exception;

  /** How many keys are looked at at once. */
  default int parallelism() {
    return 256;
  }
}
