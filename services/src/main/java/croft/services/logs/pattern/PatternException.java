package croft.services.logs.pattern;

/** A text that is no filter pattern; the message says why. */
public final class PatternException extends Exception {
  private static final long serialVersionUID = 1L;

  PatternException(String message) {
    super(message);
  }
}
