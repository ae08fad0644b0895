package croft.services.sns.message;

import croft.base.Ids;
import croft.store.Store;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps messages until they have arrived. */
public final class Outbox {
  private Outbox() {}

  /** Keeps a message; each of its deliveries refers to it. */
  public static void keep(Transaction tx, Message message, List<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    tx.insert(Message.TABLE, message);
    deliveries.forEach(delivery -> tx.insert(Delivery.TABLE, delivery));
  }

  /** Lets go of a delivery, and of its message with the last one. */
  public static void letGo(Transaction tx, Delivery delivery) {
    if (tx.delete(Delivery.TABLE, delivery.subscriptionArn(), delivery.id())
        && tx.find(Delivery.TABLE, Delivery.BY_MESSAGE, delivery.messageId()).isEmpty()) {
      tx.delete(Message.TABLE, delivery.topicArn(), delivery.messageId());
    }
  }

  /** The message of a delivery. */
  public static Optional<Message> message(Store store, Delivery delivery) {
    return store.read(tx -> tx.get(Message.TABLE, delivery.topicArn(), delivery.messageId()));
  }

  /** An id that orders deliveries by time, near enough for what has no order. */
  public static String orderOf(Instant at, Ids ids) {
    return Delivery.moment(at) + "-" + ids.hex(12);
  }
}
