package croft.workflow;

import java.time.Instant;

/**
 * Why a run of a workflow ends before its story does. Errors, for a workflow that catches
 * exceptions must not swallow them.
 */
public abstract sealed class RunStop extends Error {
  private static final long serialVersionUID = 1L;

  private RunStop(String message) {
    super(message, null, false, false);
  }

  /** It goes on later, or elsewhere. */
  static final class Pause extends RunStop {
    private static final long serialVersionUID = 1L;
    final transient Instant until;

    Pause(Instant until) {
      super("until " + until);
      this.until = until;
    }
  }

  /** A step failed in a way that is worth another try. */
  static final class StepFailure extends RunStop {
    private static final long serialVersionUID = 1L;
    final String step;
    final Exception failure;

    StepFailure(String step, Exception failure) {
      super(step);
      this.step = step;
      this.failure = failure;
    }
  }

  /** Another server has taken over: nothing more may be recorded. */
  static final class LeaseLost extends RunStop {
    private static final long serialVersionUID = 1L;

    LeaseLost(String id) {
      super("The lease of " + id + " is lost");
    }
  }

  /** While undoing: all that was done before is known. */
  static final class EndOfRecord extends RunStop {
    private static final long serialVersionUID = 1L;

    EndOfRecord() {
      super("end of record");
    }
  }

  /** A test's stand-in for the death of the process. */
  public static final class Crash extends RunStop {
    private static final long serialVersionUID = 1L;

    public Crash() {
      super("crash");
    }
  }
}
