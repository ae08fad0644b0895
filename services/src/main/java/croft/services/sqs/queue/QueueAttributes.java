package croft.services.sqs.queue;

import croft.base.ServiceError;
import croft.services.operation.PolicyCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attributes of queues, and what each may be.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SetQueueAttributes</a>.
 */
public final class QueueAttributes {
  static final String VISIBILITY = "VisibilityTimeout";
  static final String DELAY = "DelaySeconds";
  static final String MOST_BYTES = "MaximumMessageSize";
  static final String RETENTION = "MessageRetentionPeriod";
  static final String WAIT = "ReceiveMessageWaitTimeSeconds";
  static final String POLICY = "Policy";
  static final String REDRIVE = "RedrivePolicy";
  static final String REDRIVE_ALLOW = "RedriveAllowPolicy";
  static final String FIFO = "FifoQueue";
  static final String CONTENT_DEDUPLICATION = "ContentBasedDeduplication";
  static final String DEDUPLICATION_SCOPE = "DeduplicationScope";
  static final String FIFO_LIMIT = "FifoThroughputLimit";
  static final String ENCRYPTION = "SqsManagedSseEnabled";
  static final String KEY = "KmsMasterKeyId";
  static final String KEY_REUSE = "KmsDataKeyReusePeriodSeconds";

  private static final Map<String, long[]> RANGES =
      Map.of(
          VISIBILITY, new long[] {0, 43_200},
          DELAY, new long[] {0, 900},
          MOST_BYTES, new long[] {1024, 1_048_576},
          RETENTION, new long[] {60, 1_209_600},
          WAIT, new long[] {0, 20},
          KEY_REUSE, new long[] {60, 86_400});

  private static final Map<String, String> DEFAULTS =
      Map.of(
          VISIBILITY, "30",
          DELAY, "0",
          MOST_BYTES, "1048576",
          RETENTION, "345600",
          WAIT, "0",
          ENCRYPTION, "true");

  private static final Map<String, String> FIFO_DEFAULTS =
      Map.of(
          CONTENT_DEDUPLICATION, "false",
          DEDUPLICATION_SCOPE, "queue",
          FIFO_LIMIT, "perQueue");

  private static final Set<String> FLAGS = Set.of(FIFO, CONTENT_DEDUPLICATION, ENCRYPTION);
  private static final Set<String> DOCUMENTS = Set.of(POLICY, REDRIVE, REDRIVE_ALLOW);
  private static final List<String> COUNTED =
      List.of(
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed",
          "CreatedTimestamp",
          "LastModifiedTimestamp",
          "QueueArn");

  private QueueAttributes() {}

  static String defaultOf(String name) {
    return DEFAULTS.getOrDefault(name, FIFO_DEFAULTS.getOrDefault(name, ""));
  }

  /**
   * Attributes with others set over them; an empty document or key takes one back.
   *
   * @throws ServiceError {@code InvalidAttributeName}, {@code InvalidAttributeValue}, or {@code
   *     UnsupportedOperation} for one that is not honoured
   */
  static Map<String, String> set(
      Map<String, String> present, Map<String, String> wanted, PolicyCheck policies) {
    boolean fifo = "true".equals(wanted.getOrDefault(FIFO, present.get(FIFO)));
    Map<String, String> all = new TreeMap<>(present);
    wanted.forEach((name, value) -> {
      check(name, value, fifo, policies);
      if (value.isEmpty()) {
        all.remove(name);
      } else {
        all.put(name, value);
      }
    });
    checkScopes(all);
    return all;
  }

  private static void check(String name, String value, boolean fifo, PolicyCheck policies) {
    long[] range = RANGES.get(name);
    if (range != null) {
      checkNumber(name, value, range);
      return;
    }
    if (FIFO_DEFAULTS.containsKey(name) && !fifo) {
      throw QueueErrors.unknownAttribute(name);
    }
    switch (name) {
      case POLICY -> {
        if (!value.isEmpty()) {
          policies
              .fault(value)
              .ifPresent(fault -> {
                throw QueueErrors.invalidAttribute(POLICY);
              });
        }
      }
      // Looked at by those who know other queues.
      case REDRIVE, REDRIVE_ALLOW -> {}
      case KEY -> {
        if (!value.isEmpty()) {
          throw ServiceError.unsupported("The attribute KmsMasterKeyId");
        }
      }
      case FIFO -> {
        // AWS takes no "false" here: a queue without the attribute is a standard one.
        oneOf(name, value, Set.of("true"));
      }
      case CONTENT_DEDUPLICATION, ENCRYPTION -> oneOf(name, value, Set.of("true", "false"));
      case DEDUPLICATION_SCOPE -> oneOf(name, value, Set.of("queue", "messageGroup"));
      case FIFO_LIMIT -> oneOf(name, value, Set.of("perQueue", "perMessageGroupId"));
      default -> throw QueueErrors.unknownAttribute(name);
    }
  }

  private static void checkNumber(String name, String value, long[] range) {
    try {
      long number = Long.parseLong(value);
      if (number >= range[0] && number <= range[1]) {
        return;
      }
    } catch (NumberFormatException notOne) {
      // Told below, like a number out of its range.
    }
    throw QueueErrors.invalidAttribute(name);
  }

  private static void oneOf(String name, String value, Set<String> values) {
    if (!values.contains(value)) {
      throw QueueErrors.invalidAttribute(name);
    }
  }

  /** Groups have a throughput of their own only where they are deduplicated by themselves. */
  private static void checkScopes(Map<String, String> all) {
    if ("perMessageGroupId".equals(all.get(FIFO_LIMIT))
        && !"messageGroup".equals(all.get(DEDUPLICATION_SCOPE))) {
      throw QueueErrors.invalidAttribute(FIFO_LIMIT);
    }
  }

  /**
   * Whether two values of an attribute say the same.
   *
   * @param present null for a value that was not set
   */
  static boolean same(String name, String present, String wanted) {
    return FLAGS.contains(name)
        ? present.equalsIgnoreCase(wanted)
        : DOCUMENTS.contains(name) ? Json.same(present, wanted) : present.equals(wanted);
  }

  /**
   * What is shown of a queue.
   *
   * @param names those asked for, perhaps {@code All}
   * @throws ServiceError {@code InvalidAttributeName}
   */
  static Map<String, String> shown(Queue queue, QueueContents.Counts counts, List<String> names) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("QueueArn", queue.arn().toString());
    all.put("ApproximateNumberOfMessages", Long.toString(counts.visible()));
    all.put("ApproximateNumberOfMessagesNotVisible", Long.toString(counts.inFlight()));
    all.put("ApproximateNumberOfMessagesDelayed", Long.toString(counts.delayed()));
    all.put("CreatedTimestamp", Long.toString(queue.createdAtSeconds()));
    all.put("LastModifiedTimestamp", Long.toString(queue.modifiedAtSeconds()));
    all.putAll(DEFAULTS);
    if (queue.isFifo()) {
      all.putAll(FIFO_DEFAULTS);
    }
    all.putAll(queue.attributes());
    if (names.contains("All")) {
      return all;
    }
    names.forEach(QueueAttributes::requireKnown);
    all.keySet().retainAll(names);
    return all;
  }

  private static void requireKnown(String name) {
    boolean known =
        RANGES.containsKey(name)
            || DEFAULTS.containsKey(name)
            || FIFO_DEFAULTS.containsKey(name)
            || FLAGS.contains(name)
            || DOCUMENTS.contains(name)
            || COUNTED.contains(name)
            || name.equals(KEY);
    if (!known) {
      throw QueueErrors.unknownAttribute(name);
    }
  }
}
