package croft.services.sns.message;

import croft.store.Table;
import java.time.Instant;
import java.util.Map;

/**
 * A message on its way.
 *
 * @param topicArn the topic it was published to
 * @param id the UUID publishers and subscribers know it by
 * @param type what it is to a subscriber
 * @param subject empty for none
 * @param body for protocols that have none of their own
 * @param bodies by protocol
 * @param groupId empty in topics without order
 * @param sequenceNumber empty in topics without order
 * @param token of a confirmation; else empty
 */
public record Message(
    String topicArn,
    String id,
    Type type,
    String subject,
    String body,
    Map<String, String> bodies,
    Map<String, Attribute> attributes,
    Instant publishedAt,
    String groupId,
    String deduplicationId,
    String sequenceNumber,
    String token) {

  /** By topic and id. */
  public static final Table<Message> TABLE =
      Table.of("sns_message", Message.class, Message::topicArn, Message::id);

  /** What a message is to a subscriber. */
  public enum Type {
    NOTIFICATION("Notification"),
    SUBSCRIPTION_CONFIRMATION("SubscriptionConfirmation"),
    UNSUBSCRIBE_CONFIRMATION("UnsubscribeConfirmation");

    private final String spelling;

    Type(String spelling) {
      this.spelling = spelling;
    }

    /** As the document's {@code Type} says it. */
    public String spelling() {
      return spelling;
    }
  }

  public Message {
    bodies = Map.copyOf(bodies);
    attributes = Map.copyOf(attributes);
  }

  /** A message of the service itself, to one subscriber. */
  public static Message ofService(
      String topicArn, String id, Type type, String body, String token, Instant at) {
    return new Message(topicArn, id, type, "", body, Map.of(), Map.of(), at, "", "", "", token);
  }

  /** The same message with its place among those of its topic. */
  public Message numbered(String number) {
    return new Message(
        topicArn,
        id,
        type,
        subject,
        body,
        bodies,
        attributes,
        publishedAt,
        groupId,
        deduplicationId,
        number,
        token);
  }

  /** What subscribers by a protocol are told. */
  public String bodyFor(String protocol) {
    return bodies.getOrDefault(protocol, body);
  }

  public boolean isNotification() {
    return type == Type.NOTIFICATION;
  }
}
