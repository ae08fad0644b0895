package croft.drivers.compute;

/** A call to a compute or image driver that could not be honoured. */
public final class ComputeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a caller can do about it. */
  public enum Reason {
    /** No such instance, image or file: do not repeat. */
    NOT_FOUND,
    /** The request contradicts itself or what is there: do not repeat. */
    INVALID,
    /** The instance must run for this. */
    NOT_RUNNING,
    /** Still needed by something else. */
    IN_USE,
    /** This machine or driver cannot do it; the message says what is missing. */
    UNSUPPORTED,
    /** The calling thread was interrupted; its interrupt status is set. */
    INTERRUPTED,
    /** The machine failed to do it; the message carries what it said. May be repeated. */
    FAILED
  }

  private final Reason reason;

  public ComputeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ComputeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public static ComputeException notFound(String what, String id) {
    return new ComputeException(Reason.NOT_FOUND, "No " + what + " " + id);
  }

  public static ComputeException notRunning(String id) {
    return new ComputeException(Reason.NOT_RUNNING, "Instance " + id + " does not run");
  }

  /** For a caught InterruptedException: sets the thread's interrupt status again. */
  public static ComputeException interrupted(String during, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ComputeException(Reason.INTERRUPTED, "Interrupted: " + during, cause);
  }

  public Reason reason() {
    return reason;
  }
}
