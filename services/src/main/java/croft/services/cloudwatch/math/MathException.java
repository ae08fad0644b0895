package croft.services.cloudwatch.math;

/** An expression that cannot be understood or computed; the message says why, for its author. */
public final class MathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unsupported;

  MathException(String message) {
    this(message, false);
  }

  private MathException(String message, boolean unsupported) {
    super(message, null, false, false);
    this.unsupported = unsupported;
  }

  /** For what CloudWatch has and Croft has not. */
  static MathException unsupported(String what) {
    return new MathException(what, true);
  }

  /** Whether the message is only the name of what is not supported. */
  public boolean isUnsupported() {
    return unsupported;
  }

  /** The message, never null. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
