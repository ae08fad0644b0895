package croft.services.sns.subscription;

import croft.base.Arn;
import croft.base.Caller;
import croft.services.operation.Call;
import croft.services.sns.message.Delivery;
import croft.services.sns.message.Message;
import croft.services.sns.message.Outbox;
import croft.services.sns.topic.SnsParts;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicErrors;
import croft.services.sns.topic.TopicOperations.Counts;
import croft.services.sns.topic.TopicOperations.SubscriptionBook;
import croft.services.sns.topic.Topics;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds, counts and ends subscriptions, and sends their confirmations. */
public final class Subscriptions implements SubscriptionBook {
  private final SnsParts parts;

  public Subscriptions(SnsParts parts) {
    this.parts = parts;
  }

  @Override
  public Counts count(Transaction tx, Topic topic) {
    List<Subscription> all = of(tx, topic);
    long confirmed = all.stream().filter(Subscription::confirmed).count();
    return new Counts(confirmed, all.size() - confirmed);
  }

  @Override
  public void deleteAll(Transaction tx, Topic topic) {
    for (Subscription subscription : of(tx, topic)) {
      tx.delete(Subscription.TABLE, subscription.topicArn(), subscription.id());
      parts.wakeDeliveries().accept(tx, subscription.arn());
    }
  }

  /** All subscriptions to a topic. */
  public static List<Subscription> of(Transaction tx, Topic topic) {
    return tx.list(Subscription.TABLE, topic.arn().toString());
  }

  /** The subscription of an ARN, when it is there. */
  public static Optional<Subscription> find(Transaction tx, String arn) {
    int colon = arn.lastIndexOf(':');
    return colon < 0
        ? Optional.empty()
        : tx.get(Subscription.TABLE, arn.substring(0, colon), arn.substring(colon + 1));
  }

  /**
   * The subscription of a request, for its owner or the topic's.
   *
   * @throws croft.base.ServiceError {@code InvalidParameter}, {@code NotFound}, {@code
   *     AuthorizationError}
   */
  static Subscription require(Transaction tx, Call call, @Nullable String text) {
    String arn = checkArn(text);
    Subscription found = find(tx, arn).orElseThrow(TopicErrors::noSubscription);
    Arn topic = Arn.parse(found.topicArn());
    boolean known = call.caller().kind() != Caller.Kind.ANONYMOUS;
    if (known
        && !call.account().equals(found.account())
        && !call.account().equals(topic.account())) {
      throw TopicErrors.notAuthorized(
          "User: " + call.caller().arn() + " is not authorized to use subscription " + arn);
    }
    return found;
  }

  private static String checkArn(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw TopicErrors.invalid("SubscriptionArn Reason: no value for required parameter");
    }
    String[] elements = text.split(":", -1);
    if (elements.length < 6) {
      throw TopicErrors.invalid(
          "SubscriptionArn Reason: An ARN must have at least 6 elements, not " + elements.length);
    }
    if (elements.length != 7 || !elements[2].equals("sns")) {
      throw TopicErrors.invalid("SubscriptionArn");
    }
    return text;
  }

  /** Sends what a subscriber must answer to become one. */
  void askToConfirm(Transaction tx, Subscription subscription) {
    tell(
        tx,
        subscription,
        Message.Type.SUBSCRIPTION_CONFIRMATION,
        "You have chosen to subscribe to the topic "
            + subscription.topicArn()
            + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.");
  }

  /** Ends a subscription. */
  void end(Transaction tx, Subscription subscription) {
    tx.delete(Subscription.TABLE, subscription.topicArn(), subscription.id());
    noteEnd(tx, subscription);
  }

  /** Ends a subscription by nobody known, and tells the subscriber, who may want it back. */
  void endUnasked(Transaction tx, Subscription subscription) {
    tx.put(Subscription.TABLE, subscription.asPending(parts.time().instant()));
    noteEnd(tx, subscription);
    tell(
        tx,
        subscription,
        Message.Type.UNSUBSCRIBE_CONFIRMATION,
        "You have chosen to deactivate subscription "
            + subscription.arn()
            + ".\nTo cancel this operation and restore the subscription, visit the SubscribeURL"
            + " included in this message.");
  }

  private void noteEnd(Transaction tx, Subscription subscription) {
    Topics.find(tx, Arn.parse(subscription.topicArn()))
        .ifPresent(topic -> tx.put(Topic.TABLE, topic.withOneDeleted()));
    parts.wakeDeliveries().accept(tx, subscription.arn());
  }

  private void tell(Transaction tx, Subscription subscription, Message.Type type, String body) {
    Instant now = parts.time().instant();
    Message message =
        Message.ofService(
            subscription.topicArn(), parts.ids().uuid(), type, body, subscription.token(), now);
    Delivery delivery =
        new Delivery(
            subscription.arn(),
            Outbox.orderOf(now, parts.ids()),
            message.topicArn(),
            message.id(),
            subscription.protocol(),
            subscription.endpoint(),
            0,
            now);
    Outbox.keep(tx, message, List.of(delivery));
    parts.wakeDeliveries().accept(tx, subscription.arn());
  }
}
