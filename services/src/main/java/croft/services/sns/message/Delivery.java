package croft.services.sns.message;

import croft.store.Table;
import java.time.Instant;

/**
 * A message that is still to arrive at a subscriber.
 *
 * @param subscriptionArn whose it is, even after the subscription's end
 * @param id in the order in which messages are to arrive
 * @param failures how many attempts came to nothing
 * @param due when the next attempt is
 */
public record Delivery(
    String subscriptionArn,
    String id,
    String topicArn,
    String messageId,
    String protocol,
    String endpoint,
    int failures,
    Instant due) {
  /** By time, over all. */
  public static final String BY_DUE = "due";

  /** By subscription, then time. */
  public static final String BY_SUBSCRIPTION_DUE = "subscription_due";

  /** By message. */
  public static final String BY_MESSAGE = "message";

  /** By subscription and id. */
  public static final Table<Delivery> TABLE =
      Table.of("sns_delivery", Delivery.class, Delivery::subscriptionArn, Delivery::id)
          .index(BY_DUE, delivery -> moment(delivery.due))
          .index(
              BY_SUBSCRIPTION_DUE,
              delivery -> delivery.subscriptionArn + "|" + moment(delivery.due))
          .index(BY_MESSAGE, Delivery::messageId);

  /** A moment as an index has it. */
  public static String moment(Instant at) {
    return "%020d".formatted(Math.max(0, at.toEpochMilli()));
  }

  /** The same, to be tried again. */
  public Delivery again(Instant at) {
    return new Delivery(
        subscriptionArn, id, topicArn, messageId, protocol, endpoint, failures + 1, at);
  }
}
