package croft.services.sns.mail;

/** Takes mail to whoever brings it to its recipients. */
@FunctionalInterface
public interface Mailer {
  /**
   * Hands a mail over; when it returns, the other side has it.
   *
   * @throws MailException when the other side does not take it
   */
  void send(Letter letter) throws MailException;
}
