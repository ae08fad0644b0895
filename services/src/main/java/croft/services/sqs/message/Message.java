package croft.services.sqs.message;

import java.util.Map;

/**
 * What a message says and who said it.
 *
 * @param senderId the principal id of who sent it
 * @param groupId empty for none
 * @param deduplicationId empty for none
 * @param traceHeader empty for none
 * @param deadLetterSource the ARN of the queue it was received from too often; empty for none
 */
public record Message(
    String id,
    String body,
    Map<String, Attribute> attributes,
    String senderId,
    String groupId,
    String deduplicationId,
    String traceHeader,
    String deadLetterSource) {

  public Message {
    attributes = Map.copyOf(attributes);
  }

  /** The same message, dead in that queue. */
  Message deadIn(String queueArn) {
    return new Message(
        id, body, attributes, senderId, groupId, deduplicationId, traceHeader, queueArn);
  }

  /** The same message, sent anew. */
  public Message anew(String newId) {
    return new Message(
        newId, body, attributes, senderId, groupId, deduplicationId, traceHeader, "");
  }
}
