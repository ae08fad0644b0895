package croft.services.sns.delivery;

import croft.api.sqs.MessageAttributeValue;
import croft.api.sqs.SendMessageRequest;
import croft.base.Arn;
import croft.services.operation.outgoing.Outcome;
import croft.services.operation.outgoing.QueueSender;
import croft.services.sns.message.Attribute;
import croft.services.sns.message.Message;
import croft.services.sns.topic.SnsParts;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Sends messages to queues, as the service that their policies name. */
final class QueueCarrier implements Carrier {
  private static final String HOST = "sns.amazonaws.com";
  private static final int MOST_ATTRIBUTES = 10;

  private final QueueSender queues;
  private final Envelope envelope;

  QueueCarrier(SnsParts parts, Envelope envelope) {
    this.queues = new QueueSender(parts.calls(), parts.ids(), parts.time(), HOST);
    this.envelope = envelope;
  }

  @Override
  public Outcome carry(Parcel parcel) {
    return send(parcel, parcel.delivery().endpoint());
  }

  /** Sends what the subscriber would have got to a queue. */
  Outcome send(Parcel parcel, String queueArn) {
    Arn queue = Arn.parse(queueArn);
    Message message = parcel.message();
    if (parcel.isRaw() && message.attributes().size() > MOST_ATTRIBUTES) {
      return Outcome.never("A queue takes no more than " + MOST_ATTRIBUTES + " attributes");
    }
    SendMessageRequest.Builder request =
        SendMessageRequest.builder()
            .messageBody(parcel.isRaw() ? parcel.body() : envelope.document(parcel));
    if (parcel.isRaw() && !message.attributes().isEmpty()) {
      request.messageAttributes(attributes(message.attributes()));
    }
    if (queue.resource().endsWith(".fifo")) {
      request.messageGroupId(message.groupId()).messageDeduplicationId(message.deduplicationId());
    }
    return queues.send(
        queue, request.build(), parcel.topic().arn().toString(), parcel.topic().account());
  }

  private static Map<String, MessageAttributeValue> attributes(Map<String, Attribute> attributes) {
    Map<String, MessageAttributeValue> all = new TreeMap<>();
    attributes.forEach((name, attribute) -> {
      MessageAttributeValue.Builder value =
          MessageAttributeValue.builder().dataType(attribute.type());
      all.put(
          name,
          attribute.isBinary()
              ? value.binaryValue(Base64.getDecoder().decode(attribute.value())).build()
              : value.stringValue(attribute.value()).build());
    });
    return all;
  }
}
