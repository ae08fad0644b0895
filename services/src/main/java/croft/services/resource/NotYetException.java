package croft.services.resource;

/** Something else must happen first, such as another resource's end: to be tried again. */
public final class NotYetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotYetException(String reason) {
    super(reason, null, false, false);
  }
}
