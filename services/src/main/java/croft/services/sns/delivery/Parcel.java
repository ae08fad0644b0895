package croft.services.sns.delivery;

import croft.services.sns.message.Delivery;
import croft.services.sns.message.Message;
import croft.services.sns.subscription.Subscription;
import croft.services.sns.topic.Topic;

/** All that is known of one attempt: what is to arrive, where, and on whose behalf. */
record Parcel(Delivery delivery, Message message, Subscription subscription, Topic topic) {
  /** Whether the message goes without the document around it. */
  boolean isRaw() {
    return message.isNotification() && subscription.isRaw();
  }

  /** The message as this subscriber's protocol has it. */
  String body() {
    return message.bodyFor(delivery.protocol());
  }
}
