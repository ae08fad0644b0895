package croft.workflow;

/**
 * Watches a workflow at the moments between which it could die. Tests throw from it: an exception
 * fails the step there, {@link RunStop.Crash} leaves everything as a dead process would.
 */
@FunctionalInterface
public interface StepProbe {
  /** Watches nothing. */
  StepProbe NONE = (moment, step) -> {};

  /** A moment in a step's life. */
  enum Moment {
    BEFORE_BODY,
    AFTER_BODY,
    AFTER_RECORD
  }

  void at(Moment moment, String step) throws Exception;
}
