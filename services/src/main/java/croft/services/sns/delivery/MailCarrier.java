package croft.services.sns.delivery;

import croft.services.operation.outgoing.Outcome;
import croft.services.sns.mail.Letter;
import croft.services.sns.mail.MailException;
import croft.services.sns.mail.Mailer;
import croft.services.sns.message.Message;
import croft.services.sns.topic.TopicAttributes;

/** Writes mails: with the message alone, or with the whole document. */
final class MailCarrier implements Carrier {
  private final Mailer mailer;
  private final Envelope envelope;

  MailCarrier(Mailer mailer, Envelope envelope) {
    this.mailer = mailer;
    this.envelope = envelope;
  }

  @Override
  public Outcome carry(Parcel parcel) {
    Letter letter =
        new Letter(
            parcel.delivery().id() + "-" + parcel.subscription().id(),
            parcel.topic().attributes().getOrDefault(TopicAttributes.DISPLAY_NAME, ""),
            parcel.delivery().endpoint(),
            subject(parcel.message()),
            text(parcel));
    try {
      mailer.send(letter);
      return Outcome.arrived();
    } catch (MailException e) {
      String reason = e.getMessage() + ": " + e.getCause();
      return e.isPermanent() ? Outcome.never(reason) : Outcome.later(reason);
    }
  }

  private static String subject(Message message) {
    return switch (message.type()) {
      case NOTIFICATION ->
          message.subject().isEmpty() ? "AWS Notification Message" : message.subject();
      case SUBSCRIPTION_CONFIRMATION -> "AWS Notification - Subscription Confirmation";
      case UNSUBSCRIBE_CONFIRMATION -> "AWS Notification - Unsubscribe Confirmation";
    };
  }

  private String text(Parcel parcel) {
    if (parcel.delivery().protocol().equals("email-json")) {
      return envelope.document(parcel);
    }
    Message message = parcel.message();
    return switch (message.type()) {
      case NOTIFICATION ->
          """
          %s

          --
          To stop receiving notifications from this topic, visit the link below:
          %s

          Please do not reply directly to this email.
          """
              .formatted(parcel.body(), envelope.unsubscribeUrl(parcel));
      case SUBSCRIPTION_CONFIRMATION ->
          """
          You have chosen to subscribe to the topic:
          %s

          To confirm this subscription, visit the link below (if this was in error no action is \
          necessary):
          %s
          """
              .formatted(message.topicArn(), envelope.subscribeUrl(message));
      case UNSUBSCRIBE_CONFIRMATION ->
          """
          Your subscription to the topic below has been deactivated:
          %s

          If this was in error, visit the link below to resubscribe:
          %s
          """
              .formatted(message.topicArn(), envelope.subscribeUrl(message));
    };
  }
}
