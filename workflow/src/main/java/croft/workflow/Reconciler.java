package croft.workflow;

import java.time.Duration;

/**
 * Keeps a standing intent true: reads the store, compares with the world, acts, records. It has no
 * input; every run must be able to start from anywhere.
 */
public interface Reconciler {

  /** The name to wake it by, unique among all reconcilers. */
  String name();

  /** How long it may sleep without a signal. */
  Duration period();

  /** One look. What it throws is logged and the look is repeated after a growing pause. */
  void reconcile() throws Exception;
}
