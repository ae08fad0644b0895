package croft.services.sns.mail;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;

/** Writes mails as the Internet has them. */
final class Letters {
  private Letters() {}

  static MimeMessage mime(Letter letter, String from, Session session, InstantSource time)
      throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    try {
      message.setFrom(
          letter.fromName().isEmpty()
              ? new InternetAddress(from, true)
              : new InternetAddress(from, letter.fromName(), StandardCharsets.UTF_8.name()));
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("Every Java has UTF-8", e);
    }
    message.setRecipient(RecipientType.TO, new InternetAddress(letter.to(), true));
    message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(time.instant()));
    message.setText(letter.text(), StandardCharsets.UTF_8.name());
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }
}
