package croft.services.sns.delivery;

import croft.api.sqs.MessageAttributeValue;
import croft.api.sqs.SendMessageRequest;
import croft.api.sqs.SqsApi;
import croft.base.Arn;
import croft.base.Caller;
import croft.base.ServiceError;
import croft.services.operation.Call;
import croft.services.operation.outgoing.Outcome;
import croft.services.sns.message.Attribute;
import croft.services.sns.message.Message;
import croft.services.sns.topic.SnsParts;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sends messages to queues, as the service that their policies name. */
final class QueueCarrier implements Carrier {
  private static final String HOST = "sns.amazonaws.com";
  private static final int MOST_ATTRIBUTES = 10;

  /** What passes, though it is told as the sender's fault. */
  private static final Set<String> PASSING =
      Set.of("OverLimit", "RequestThrottled", "ThrottlingException", "KmsThrottled");

  private final SnsParts parts;
  private final Envelope envelope;

  QueueCarrier(SnsParts parts, Envelope envelope) {
    this.parts = parts;
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
            .queueUrl(
                "https://sqs.%s.amazonaws.com/%s/%s"
                    .formatted(queue.region(), queue.account(), queue.resource()))
            .messageBody(parcel.isRaw() ? parcel.body() : envelope.document(parcel));
    if (parcel.isRaw() && !message.attributes().isEmpty()) {
      request.messageAttributes(attributes(message.attributes()));
    }
    if (queue.resource().endsWith(".fifo")) {
      request.messageGroupId(message.groupId()).messageDeduplicationId(message.deduplicationId());
    }
    try {
      new SqsApi(parts.calls().as(call(parcel, queue))).sendMessage(request.build());
      return Outcome.arrived();
    } catch (ServiceError e) {
      String reason = e.code() + ": " + e.message();
      return e.isSenderFault() && !PASSING.contains(e.code())
          ? Outcome.never(reason)
          : Outcome.later(reason);
    }
  }

  private Call call(Parcel parcel, Arn queue) {
    String account = parcel.topic().account();
    return new Call(
            Caller.service(account, HOST),
            queue.region(),
            parts.ids().uuid(),
            "",
            true,
            HOST,
            parts.time().instant())
        .with(
            Map.of(
                "aws:SourceArn", List.of(parcel.topic().arn().toString()),
                "aws:SourceAccount", List.of(account)));
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
