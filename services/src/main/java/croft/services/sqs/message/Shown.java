package croft.services.sqs.message;

import croft.api.sqs.MessageAttributeValue;
import croft.services.sqs.line.Place;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueErrors;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A message as who receives it sees it.
 *
 * @param system the names of the attributes SQS knows of it, perhaps {@code All}
 * @param own the names of attributes it was sent with, perhaps with {@code .*} at their ends
 */
record Shown(Set<String> system, List<String> own) {
  private static final Set<String> NAMES =
      Set.of(
          "All",
          "SenderId",
          "SentTimestamp",
          "ApproximateReceiveCount",
          "ApproximateFirstReceiveTimestamp",
          "SequenceNumber",
          "MessageDeduplicationId",
          "MessageGroupId",
          "AWSTraceHeader",
          "DeadLetterQueueSourceArn");

  /** Names that are of queues, which clients give here too. */
  private static final Set<String> OF_QUEUES =
      Set.of(
          "Policy",
          "VisibilityTimeout",
          "MaximumMessageSize",
          "MessageRetentionPeriod",
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "CreatedTimestamp",
          "LastModifiedTimestamp",
          "QueueArn",
          "ApproximateNumberOfMessagesDelayed",
          "DelaySeconds",
          "ReceiveMessageWaitTimeSeconds",
          "RedrivePolicy",
          "FifoQueue",
          "ContentBasedDeduplication",
          "KmsMasterKeyId",
          "KmsDataKeyReusePeriodSeconds",
          "DeduplicationScope",
          "FifoThroughputLimit",
          "RedriveAllowPolicy",
          "SqsManagedSseEnabled");

  /** What a request asks to see. */
  static Shown of(List<String> old, List<String> system, List<String> own) {
    List<String> all = new ArrayList<>(old);
    all.addAll(system);
    for (String name : all) {
      if (!NAMES.contains(name) && !OF_QUEUES.contains(name)) {
        throw QueueErrors.unknownAttribute(name);
      }
    }
    return new Shown(Set.copyOf(all), own);
  }

  croft.api.sqs.Message of(Queue queue, Place place, Message message) {
    Map<String, Attribute> attributes = new TreeMap<>(message.attributes());
    attributes.keySet().removeIf(name -> own.stream().noneMatch(one -> matches(one, name)));
    Map<String, String> known = known(queue, place, message);
    if (!system.contains("All")) {
      known.keySet().retainAll(system);
    }
    return croft.api.sqs.Message.builder()
        .messageId(message.id())
        .receiptHandle(Handle.of(place))
        .body(message.body())
        .md5OfBody(Digests.ofBody(message.body()))
        .attributes(known.isEmpty() ? null : known)
        .messageAttributes(attributes.isEmpty() ? null : values(attributes))
        .md5OfMessageAttributes(Digests.ofAttributes(attributes))
        .build();
  }

  private static boolean matches(String wanted, String name) {
    if (wanted.equals("All") || wanted.equals(".*")) {
      return true;
    }
    return wanted.endsWith(".*")
        ? name.startsWith(wanted.substring(0, wanted.length() - 2))
        : name.equals(wanted);
  }

  private static Map<String, String> known(Queue queue, Place place, Message message) {
    Map<String, String> known = new TreeMap<>();
    known.put("SenderId", message.senderId());
    known.put("SentTimestamp", Long.toString(place.sentAtMillis()));
    known.put("ApproximateReceiveCount", Integer.toString(place.receives()));
    known.put("ApproximateFirstReceiveTimestamp", Long.toString(place.firstReceivedAtMillis()));
    putUnlessEmpty(known, "AWSTraceHeader", message.traceHeader());
    putUnlessEmpty(known, "DeadLetterQueueSourceArn", message.deadLetterSource());
    putUnlessEmpty(known, "MessageGroupId", message.groupId());
    putUnlessEmpty(known, "MessageDeduplicationId", message.deduplicationId());
    if (queue.isFifo()) {
      known.put("SequenceNumber", place.id());
    }
    return known;
  }

  private static void putUnlessEmpty(Map<String, String> all, String name, String value) {
    if (!value.isEmpty()) {
      all.put(name, value);
    }
  }

  private static Map<String, MessageAttributeValue> values(Map<String, Attribute> attributes) {
    Map<String, MessageAttributeValue> values = new TreeMap<>();
    attributes.forEach((name, attribute) -> {
      MessageAttributeValue.Builder value =
          MessageAttributeValue.builder().dataType(attribute.type());
      values.put(
          name,
          attribute.isBinary()
              ? value.binaryValue(Base64.getDecoder().decode(attribute.value())).build()
              : value.stringValue(attribute.value()).build());
    });
    return values;
  }
}
