package croft.drivers.volume;

/** A call to a volume driver that could not be honoured. */
public final class VolumeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a caller can do about it. */
  public enum Reason {
    /** No such volume or snapshot: do not repeat. */
    NOT_FOUND,
    /** The request contradicts itself or what is there: do not repeat. */
    INVALID,
    /** Something still uses it: repeat when it does not. */
    IN_USE,
    /** Its data key is not at hand: unlock it first. */
    LOCKED,
    /** The disk under it is full: repeat when there is room. */
    NO_ROOM,
    /** This machine cannot do it; the message says what is missing. */
    UNSUPPORTED,
    /** The machine failed to do it; the message carries what it said. May be repeated. */
    FAILED
  }

  private final Reason reason;

  public VolumeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public VolumeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public static VolumeException notFound(String what, String id) {
    return new VolumeException(Reason.NOT_FOUND, "No " + what + " " + id);
  }

  public Reason reason() {
    return reason;
  }
}
