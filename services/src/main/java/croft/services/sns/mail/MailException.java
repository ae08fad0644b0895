package croft.services.sns.mail;

/** That a mail could not be handed over. */
public final class MailException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  MailException(String message, Throwable cause, boolean permanent) {
    super(message, cause);
    this.permanent = permanent;
  }

  /** Whether it is of no use to try again. */
  public boolean isPermanent() {
    return permanent;
  }
}
