package croft.services.sns.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.time.InstantSource;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** Hands mails to a relay. */
public final class SmtpMailer implements Mailer {
  private static final String TIMEOUT_MILLIS = "15000";
  private static final int PERMANENT = 500;

  private final MailRelay relay;
  private final InstantSource time;

  public SmtpMailer(MailRelay relay, InstantSource time) {
    this.relay = relay;
    this.time = time;
  }

  @Override
  public void send(Letter letter) throws MailException {
    Session session = Session.getInstance(properties());
    try (Transport transport = session.getTransport()) {
      MimeMessage message = Letters.mime(letter, relay.from(), session, time);
      message.saveChanges();
      if (relay.user().isEmpty()) {
        transport.connect();
      } else {
        transport.connect(relay.user(), relay.password());
      }
      transport.sendMessage(message, message.getAllRecipients());
    } catch (MessagingException e) {
      throw new MailException(relay + " does not take the mail", e, isPermanent(e));
    }
  }

  private Properties properties() {
    String protocol = relay.encrypted() ? "smtps" : "smtp";
    String prefix = "mail." + protocol + ".";
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty(prefix + "host", relay.host());
    properties.setProperty(prefix + "port", Integer.toString(relay.port()));
    properties.setProperty(prefix + "auth", Boolean.toString(!relay.user().isEmpty()));
    properties.setProperty(prefix + "starttls.enable", "true");
    // A password goes over no open line.
    properties.setProperty(
        prefix + "starttls.required",
        Boolean.toString(!relay.encrypted() && !relay.user().isEmpty()));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "connectiontimeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "timeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "writetimeout", TIMEOUT_MILLIS);
    return properties;
  }

  /** Whether the relay said no for good, to the address or to the mail. */
  private static boolean isPermanent(MessagingException failure) {
    for (@Nullable Exception one = failure; one != null; ) {
      if (one instanceof AddressException
          || (one instanceof SMTPAddressFailedException address
              && address.getReturnCode() >= PERMANENT)
          || (one instanceof SMTPSendFailedException send && send.getReturnCode() >= PERMANENT)) {
        return true;
      }
      one = one instanceof MessagingException mail ? mail.getNextException() : null;
    }
    return false;
  }
}
