package croft.services.sns.subscription;

import croft.base.Arn;
import croft.services.sns.filter.FilterPolicy;
import croft.services.sns.retry.DeliveryPolicies;
import croft.services.sns.topic.TopicErrors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The attributes of subscriptions, and what each may be.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html">SetSubscriptionAttributes</a>.
 */
public final class SubscriptionAttributes {
  /** The filter policy, as JSON. */
  public static final String FILTER = "FilterPolicy";

  /** How the web server's failures are answered, as JSON. */
  public static final String DELIVERY_POLICY = "DeliveryPolicy";

  static final String RAW = "RawMessageDelivery";
  static final String SCOPE = "FilterPolicyScope";
  private static final String REDRIVE = "RedrivePolicy";
  private static final String DEAD_LETTERS = "deadLetterTargetArn";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final List<String> SCOPES = List.of("MessageAttributes", "MessageBody");

  private SubscriptionAttributes() {}

  /**
   * Attributes with others set over them; an empty value takes one back.
   *
   * @param topicArn whose messages they are for
   * @throws croft.base.ServiceError {@code InvalidParameter}, or {@code UnsupportedOperation} for
   *     one that is not honoured
   */
  static Map<String, String> set(
      Map<String, String> present, Map<String, String> wanted, String topicArn, String protocol) {
    Map<String, String> all = new TreeMap<>(present);
    wanted.forEach((name, value) -> {
      check(name, value, topicArn, protocol);
      if (value.isEmpty() || (name.equals(FILTER) && isEmptyObject(value))) {
        all.remove(name);
      } else {
        all.put(name, value);
      }
    });
    // One may be read only with the other, whichever came first.
    String filter = all.get(FILTER);
    if (filter != null) {
      FilterPolicy.parse(filter, scope(all));
    }
    return all;
  }

  private static boolean isEmptyObject(String text) {
    return text.strip().replaceAll("\\s", "").equals("{}");
  }

  static FilterPolicy.Scope scope(Map<String, String> attributes) {
    return "MessageBody".equals(attributes.get(SCOPE))
        ? FilterPolicy.Scope.BODY
        : FilterPolicy.Scope.ATTRIBUTES;
  }

  private static void check(String name, String value, String topicArn, String protocol) {
    switch (name) {
      case FILTER -> {
        // Read below, together with its scope.
      }
      case SCOPE -> {
        if (!SCOPES.contains(value)) {
          throw TopicErrors.invalid(
              "FilterPolicyScope: Invalid value [" + value + "]. Please use one of " + SCOPES);
        }
      }
      case RAW -> checkRaw(value, protocol);
      case REDRIVE -> checkRedrive(value, topicArn);
      case DELIVERY_POLICY -> {
        if (!protocol.startsWith("http")) {
          throw TopicErrors.invalid(
              "DeliveryPolicy: Delivery protocol ["
                  + protocol
                  + "] does not support delivery"
                  + " policy");
        }
        if (!value.isEmpty()) {
          DeliveryPolicies.ofSubscription(value);
        }
      }
      case "SubscriptionRoleArn", "ReplayPolicy", "ReplayStatus" -> {
        if (!value.isEmpty()) {
          throw TopicErrors.unsupportedAttribute(name);
        }
      }
      default -> throw TopicErrors.invalid("AttributeName");
    }
  }

  private static void checkRaw(String value, String protocol) {
    if (!List.of("true", "false", "").contains(value.toLowerCase(java.util.Locale.ROOT))) {
      throw TopicErrors.invalid(
          "RawMessageDelivery: Invalid value [" + value + "]. Must be true or false.");
    }
    if (value.equals("true") && protocol.startsWith("email")) {
      throw TopicErrors.invalid(
          "RawMessageDelivery: Delivery protocol ["
              + protocol
              + "] does not support raw message"
              + " delivery.");
    }
  }

  private static void checkRedrive(String value, String topicArn) {
    if (value.isEmpty()) {
      return;
    }
    String target = deadLetters(value);
    if (target == null) {
      throw TopicErrors.invalid("RedrivePolicy: failed to read deadLetterTargetArn from " + value);
    }
    Arn queue;
    try {
      queue = Arn.parse(target);
    } catch (IllegalArgumentException notOne) {
      throw TopicErrors.invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
    }
    Arn topic = Arn.parse(topicArn);
    if (!queue.service().equals("sqs") || queue.resource().isEmpty()) {
      throw TopicErrors.invalid("RedrivePolicy: deadLetterTargetArn must be an SQS queue");
    }
    if (!queue.region().equals(topic.region()) || !queue.account().equals(topic.account())) {
      throw TopicErrors.invalid(
          "RedrivePolicy: deadLetterTargetArn must be in the topic's account and region");
    }
    if (topicArn.endsWith(".fifo") && !target.endsWith(".fifo")) {
      throw TopicErrors.invalid("RedrivePolicy: must use a FIFO queue as DLQ for a FIFO topic");
    }
  }

  /** The queue in a redrive policy, or null. */
  private static @Nullable String deadLetters(String policy) {
    try {
      JsonNode root = MAPPER.readTree(policy);
      if (root.isObject() && root.size() == 1 && root.path(DEAD_LETTERS).isString()) {
        return root.path(DEAD_LETTERS).asString();
      }
      return null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  /** The queue that takes what could not be delivered, or null. */
  public static @Nullable String deadLetters(Subscription subscription) {
    String policy = subscription.attribute(REDRIVE);
    return policy == null ? null : deadLetters(policy);
  }
}
