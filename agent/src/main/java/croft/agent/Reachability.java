package croft.agent;

/**
 * Whether an instance answers, for EC2's instance status check.
 *
 * @param detail why, in a few words for people
 */
public record Reachability(Status status, String detail) {
  /** In the terms of EC2's instance status. */
  public enum Status {
    /** It runs and has not booted yet. */
    INITIALIZING,
    /** It has booted and answers. */
    PASSED,
    /** It runs and does not answer, or says that it is in no good state. */
    FAILED,
    /** It does not run. */
    NOT_RUNNING
  }
}
