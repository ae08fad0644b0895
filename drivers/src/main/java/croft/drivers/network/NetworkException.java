package croft.drivers.network;

/** A network driver's refusal or failure; the message names what and why. */
public final class NetworkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the caller can do about it. */
  public enum Kind {
    /** No such network. */
    UNKNOWN_NETWORK,
    /** No such interface. */
    UNKNOWN_INTERFACE,
    /** It contradicts what is there: an address in use, a network still with interfaces. */
    CONFLICT,
    /** This machine cannot do it; {@link NetworkDriver#capabilities} says the remedy. */
    UNAVAILABLE,
    /** The operating system refused; trying again may help. */
    SYSTEM
  }

  private final Kind kind;

  public NetworkException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public NetworkException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
