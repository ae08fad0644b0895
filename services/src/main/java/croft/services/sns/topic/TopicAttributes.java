package croft.services.sns.topic;

import croft.base.Arn;
import croft.services.operation.PolicyCheck;
import croft.services.sns.retry.DeliveryPolicies;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attributes of topics, and what each may be.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html">SetTopicAttributes</a>.
 */
public final class TopicAttributes {
  static final String POLICY = "Policy";
  static final String FIFO = "FifoTopic";

  /** Whether a message's body stands for its deduplication id. */
  public static final String CONTENT_DEDUPLICATION = "ContentBasedDeduplication";

  /** {@code Topic} or {@code MessageGroup}: within what messages are the same. */
  public static final String THROUGHPUT_SCOPE = "FifoThroughputScope";

  /** {@code 1} for SHA-1, {@code 2} for SHA-256. */
  public static final String SIGNATURE_VERSION = "SignatureVersion";

  /** How web servers' failures are answered. */
  public static final String DELIVERY_POLICY = "DeliveryPolicy";

  /** Whom mail comes from. */
  public static final String DISPLAY_NAME = "DisplayName";

  private static final String TRACING = "TracingConfig";
  private static final int MOST_POLICY_BYTES = 30_720;
  private static final int MOST_NAME_LETTERS = 100;

  /** Attributes that cost something Croft does not have. */
  private static final Set<String> UNSUPPORTED =
      Set.of("KmsMasterKeyId", "ArchivePolicy", "DataProtectionPolicy");

  private TopicAttributes() {}

  /** Who may what, where nobody said. */
  static String defaultPolicy(Arn topic) {
    return """
    {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",\
    "Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes",\
    "SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic",\
    "SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
    "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}\
    """
        .formatted(topic, topic.account());
  }

  /**
   * Attributes with others set over them; an empty value takes one back.
   *
   * @throws croft.base.ServiceError {@code InvalidParameter}, or {@code UnsupportedOperation} for
   *     one that is not honoured
   */
  static Map<String, String> set(
      Map<String, String> present, Map<String, String> wanted, boolean fifo, PolicyCheck policies) {
    Map<String, String> all = new TreeMap<>(present);
    wanted.forEach((name, value) -> {
      check(name, value, fifo, policies);
      if (value.isEmpty() || isNoSample(name, value)) {
        all.remove(name);
      } else {
        all.put(name, value);
      }
    });
    return all;
  }

  private static void check(String name, String value, boolean fifo, PolicyCheck policies) {
    switch (name) {
      case POLICY -> checkPolicy(value, policies);
      case DISPLAY_NAME -> {
        if (value.length() > MOST_NAME_LETTERS) {
          throw TopicErrors.invalid("Attributes Reason: DisplayName is too long");
        }
      }
      case DELIVERY_POLICY -> {
        if (!value.isEmpty()) {
          DeliveryPolicies.ofTopic(value);
        }
      }
      case SIGNATURE_VERSION -> oneOf(name, value, Set.of("1", "2"));
      case FIFO -> oneOf(name, value, Set.of("true", "false"));
      case CONTENT_DEDUPLICATION -> {
        oneOf(name, value, Set.of("true", "false"));
        requireFifo(name, fifo);
      }
      case THROUGHPUT_SCOPE -> {
        oneOf(name, value, Set.of("Topic", "MessageGroup"));
        requireFifo(name, fifo);
      }
      case TRACING -> {
        if (value.equals("Active")) {
          throw TopicErrors.unsupportedAttribute("TracingConfig=Active");
        }
        oneOf(name, value, Set.of("PassThrough"));
      }
      default -> checkOther(name, value);
    }
  }

  private static void checkOther(String name, String value) {
    boolean known =
        UNSUPPORTED.contains(name)
            || name.matches(
                "(HTTP|SQS|Lambda|Firehose|Application)(Success|Failure)Feedback(RoleArn|SampleRate)");
    if (!known) {
      throw TopicErrors.invalid("AttributeName");
    }
    if (!value.isEmpty() && !isNoSample(name, value)) {
      throw TopicErrors.unsupportedAttribute(name);
    }
  }

  /** To log none of the deliveries asks for nothing. */
  private static boolean isNoSample(String name, String value) {
    return name.endsWith("SuccessFeedbackSampleRate") && value.equals("0");
  }

  private static void oneOf(String name, String value, Set<String> values) {
    if (!value.isEmpty() && !values.contains(value)) {
      throw TopicErrors.invalid("Attributes Reason: " + name + ": Invalid value [" + value + "].");
    }
  }

  private static void requireFifo(String name, boolean fifo) {
    if (!fifo) {
      throw TopicErrors.invalid("Attributes Reason: " + name + " is only for FIFO topics");
    }
  }

  /**
   * Passes when a document may stand as a topic's policy.
   *
   * @throws croft.base.ServiceError {@code InvalidParameter}
   */
  static void checkPolicy(String document, PolicyCheck policies) {
    if (document.isEmpty()) {
      return;
    }
    if (document.length() > MOST_POLICY_BYTES) {
      throw TopicErrors.invalid("Policy too large");
    }
    policies
        .fault(document)
        .ifPresent(fault -> {
          throw TopicErrors.invalid("Policy Error: " + fault);
        });
  }
}
