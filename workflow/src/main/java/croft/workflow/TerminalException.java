package croft.workflow;

/** A failure that trying again would not mend: the workflow fails and its undos run. */
public class TerminalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TerminalException(String message) {
    super(message);
  }

  public TerminalException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message, never null. */
  public String message() {
    String message = getMessage();
    return message == null ? "failed" : message;
  }
}
