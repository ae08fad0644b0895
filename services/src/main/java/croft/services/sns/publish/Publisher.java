package croft.services.sns.publish;

import croft.services.sns.filter.FilterPolicy;
import croft.services.sns.message.Attribute;
import croft.services.sns.message.Delivery;
import croft.services.sns.message.Message;
import croft.services.sns.message.Outbox;
import croft.services.sns.subscription.Subscription;
import croft.services.sns.subscription.SubscriptionAttributes;
import croft.services.sns.subscription.Subscriptions;
import croft.services.sns.topic.SnsParts;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicAttributes;
import croft.services.sns.topic.TopicUse;
import croft.services.sns.topic.TopicUse.Metric;
import croft.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps messages for all who want them, in one transaction. */
final class Publisher {
  /** How long messages with the same deduplication id are the same. */
  static final Duration SAME = Duration.ofMinutes(5);

  private final SnsParts parts;

  /** What a publisher is told. */
  record Published(String messageId, String sequenceNumber) {}

  /** A message and who wants it. */
  private record Addressed(Message message, List<Subscription> recipients) {}

  Publisher(SnsParts parts) {
    this.parts = parts;
  }

  /** Publishes messages in this order; what it returns is in the same order. */
  List<Published> publish(Topic topic, List<Message> messages) {
    List<Subscription> subscribers =
        parts.store().read(tx -> Subscriptions.of(tx, topic)).stream()
            .filter(Subscription::confirmed)
            .toList();
    List<Addressed> addressed =
        messages.stream()
            .map(message ->
                new Addressed(
                    message, subscribers.stream().filter(one -> wants(one, message)).toList()))
            .toList();
    List<Published> published =
        parts
            .store()
            .write(tx -> {
              List<Published> kept = new ArrayList<>();
              for (Addressed one : addressed) {
                kept.add(topic.isFifo() ? inOrder(tx, topic, one) : keep(tx, one));
              }
              return kept;
            });
    addressed.forEach(one -> count(topic, one, subscribers.size()));
    return published;
  }

  private void count(Topic topic, Addressed addressed, int subscribers) {
    TopicUse use = parts.use();
    use.note(topic, Metric.PUBLISHED, 1);
    use.note(topic, Metric.SIZE, (double) MessageChecks.bytes(addressed.message()));
    int unwanted = subscribers - addressed.recipients().size();
    if (unwanted > 0) {
      use.note(topic, Metric.FILTERED_OUT, unwanted);
    }
  }

  private static boolean wants(Subscription subscription, Message message) {
    String text = subscription.attribute(SubscriptionAttributes.FILTER);
    if (text == null) {
      return true;
    }
    FilterPolicy policy = FilterPolicy.parse(text, subscription.filterScope());
    return switch (subscription.filterScope()) {
      case BODY -> policy.wantsBody(message.bodyFor(subscription.protocol()));
      case ATTRIBUTES ->
          policy.wantsAttributes(name -> {
            Attribute attribute = message.attributes().get(name);
            return attribute == null ? List.of() : AttributeChecks.values(attribute);
          });
    };
  }

  private Published inOrder(Transaction tx, Topic topic, Addressed addressed) {
    Message message = addressed.message();
    String scope =
        "MessageGroup".equals(topic.attribute(TopicAttributes.THROUGHPUT_SCOPE))
            ? message.topicArn() + " " + message.groupId()
            : message.topicArn();
    Optional<Deduplication> known =
        tx.get(Deduplication.TABLE, scope, message.deduplicationId())
            .filter(row -> row.publishedAt().plus(SAME).isAfter(message.publishedAt()));
    if (known.isPresent()) {
      return new Published(known.get().messageId(), known.get().sequenceNumber());
    }
    Message numbered = message.numbered(SequenceCounter.next(tx, message.topicArn()));
    tx.put(
        Deduplication.TABLE,
        new Deduplication(
            scope,
            message.deduplicationId(),
            message.id(),
            numbered.sequenceNumber(),
            message.publishedAt()));
    return keep(tx, new Addressed(numbered, addressed.recipients()));
  }

  private Published keep(Transaction tx, Addressed addressed) {
    Message message = addressed.message();
    String order =
        message.sequenceNumber().isEmpty()
            ? Outbox.orderOf(message.publishedAt(), parts.ids())
            : message.sequenceNumber();
    List<Delivery> deliveries =
        addressed.recipients().stream()
            .map(subscription ->
                new Delivery(
                    subscription.arn(),
                    order,
                    message.topicArn(),
                    message.id(),
                    subscription.protocol(),
                    subscription.endpoint(),
                    0,
                    message.publishedAt()))
            .toList();
    Outbox.keep(tx, message, deliveries);
    deliveries.forEach(one -> parts.wakeDeliveries().accept(tx, one.subscriptionArn()));
    return new Published(message.id(), message.sequenceNumber());
  }
}
