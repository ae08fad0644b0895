package croft.services.sns.retry;

import croft.base.ServiceError;
import croft.services.sns.retry.RetrySchedule.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the delivery policies of topics and subscriptions.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html#creating-delivery-policy">Creating
 * an HTTP/S delivery policy</a>.
 */
public final class DeliveryPolicies {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int USUAL_SECONDS = 20;
  private static final int USUAL_RETRIES = 3;
  private static final int MOST_RETRIES = 100;
  private static final int MOST_SECONDS = 3600;
  private static final String USUAL_TYPE = "text/plain; charset=UTF-8";
  private static final String RETRY = "healthyRetryPolicy";
  private static final String THROTTLE = "throttlePolicy";
  private static final String REQUEST = "requestPolicy";
  private static final Set<String> TYPES =
      Set.of(
          "text/plain",
          "text/html",
          "text/css",
          "text/xml",
          "application/json",
          "application/xml",
          "application/octet-stream");

  private DeliveryPolicies() {}

  /** A topic's policy: what it says for all, and whether subscriptions may say otherwise. */
  private record OfTopic(ObjectNode defaults, boolean overridable) {}

  /**
   * Checks a topic's policy.
   *
   * @throws ServiceError {@code InvalidParameter}
   */
  public static void ofTopic(String text) {
    policy(topic(text).defaults());
  }

  /**
   * Checks a subscription's policy.
   *
   * @throws ServiceError {@code InvalidParameter}
   */
  public static void ofSubscription(String text) {
    policy(subscription(text));
  }

  /**
   * What is in force for a subscription.
   *
   * @param topic the topic's policy, or null
   * @param own the subscription's policy, or null
   */
  public static HttpPolicy effective(@Nullable String topic, @Nullable String own) {
    return policy(merged(topic, own));
  }

  /** The policy in force for a topic, as GetTopicAttributes shows it. */
  public static String shownOfTopic(@Nullable String text) {
    OfTopic topic = text == null ? new OfTopic(object(), true) : topic(text);
    ObjectNode http = object();
    http.set("defaultHealthyRetryPolicy", filled(topic.defaults().path(RETRY)));
    http.put("disableSubscriptionOverrides", !topic.overridable());
    if (topic.defaults().has(THROTTLE)) {
      http.set("defaultThrottlePolicy", topic.defaults().get(THROTTLE));
    }
    http.set("defaultRequestPolicy", request(topic.defaults()));
    ObjectNode shown = object();
    shown.set("http", http);
    return MAPPER.writeValueAsString(shown);
  }

  /** The policy in force for a subscription, as GetSubscriptionAttributes shows it. */
  public static String shownOfSubscription(@Nullable String topic, @Nullable String own) {
    ObjectNode merged = merged(topic, own);
    ObjectNode shown = object();
    shown.set(RETRY, filled(merged.path(RETRY)));
    if (merged.has(THROTTLE)) {
      shown.set(THROTTLE, merged.get(THROTTLE));
    }
    shown.set(REQUEST, request(merged));
    return MAPPER.writeValueAsString(shown);
  }

  private static ObjectNode merged(@Nullable String topicText, @Nullable String own) {
    OfTopic topic = topicText == null ? new OfTopic(object(), true) : topic(topicText);
    ObjectNode merged = topic.defaults().deepCopy();
    if (own != null && topic.overridable()) {
      subscription(own).properties().forEach(part -> merged.set(part.getKey(), part.getValue()));
    }
    return merged;
  }

  private static OfTopic topic(String text) {
    ObjectNode root = parse(text);
    requireNames(root, Set.of("http"));
    JsonNode http = root.path("http");
    ObjectNode from = http instanceof ObjectNode object ? object : object();
    requireNames(
        from,
        Set.of(
            "defaultHealthyRetryPolicy",
            "disableSubscriptionOverrides",
            "defaultThrottlePolicy",
            "defaultRequestPolicy"));
    ObjectNode defaults = object();
    copy(from, "defaultHealthyRetryPolicy", defaults, RETRY);
    copy(from, "defaultThrottlePolicy", defaults, THROTTLE);
    copy(from, "defaultRequestPolicy", defaults, REQUEST);
    return new OfTopic(defaults, !from.path("disableSubscriptionOverrides").asBoolean(false));
  }

  private static ObjectNode subscription(String text) {
    ObjectNode root = parse(text);
    requireNames(root, Set.of(RETRY, THROTTLE, REQUEST, "sicklyRetryPolicy", "guaranteed"));
    if (root.path("sicklyRetryPolicy").isObject() || root.path("guaranteed").asBoolean(false)) {
      throw invalid("sicklyRetryPolicy and guaranteed are not supported by Croft");
    }
    ObjectNode all = object();
    copy(root, RETRY, all, RETRY);
    copy(root, THROTTLE, all, THROTTLE);
    copy(root, REQUEST, all, REQUEST);
    return all;
  }

  private static void copy(ObjectNode from, String name, ObjectNode to, String as) {
    JsonNode part = from.get(name);
    if (part != null && !part.isNull()) {
      if (!part.isObject()) {
        throw invalid(name + " must be an object");
      }
      to.set(as, part);
    }
  }

  private static ObjectNode parse(String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException notJson) {
      // Told below, like JSON that is no object.
    }
    throw invalid("failed to parse JSON");
  }

  private static HttpPolicy policy(ObjectNode merged) {
    JsonNode retry = merged.path(RETRY);
    requireNames(
        retry,
        Set.of(
            "minDelayTarget",
            "maxDelayTarget",
            "numRetries",
            "numMaxDelayRetries",
            "numNoDelayRetries",
            "numMinDelayRetries",
            "backoffFunction"));
    int longest = number(retry, "maxDelayTarget", USUAL_SECONDS, 1, MOST_SECONDS);
    int least = number(retry, "minDelayTarget", Math.min(USUAL_SECONDS, longest), 1, longest);
    int retries = number(retry, "numRetries", USUAL_RETRIES, 0, MOST_RETRIES);
    int immediate = number(retry, "numNoDelayRetries", 0, 0, retries);
    int early = number(retry, "numMinDelayRetries", 0, 0, retries - immediate);
    int late = number(retry, "numMaxDelayRetries", 0, 0, retries - immediate - early);
    RetrySchedule schedule =
        new RetrySchedule(
            immediate,
            early,
            retries - immediate - early - late,
            late,
            Duration.ofSeconds(least),
            Duration.ofSeconds(longest),
            backoff(retry));
    Duration all = schedule.pauses().stream().reduce(Duration.ZERO, Duration::plus);
    if (all.toSeconds() > MOST_SECONDS) {
      throw invalid("the total time of retries must not exceed " + MOST_SECONDS + " seconds");
    }
    requireNames(merged.path(THROTTLE), Set.of("maxReceivesPerSecond"));
    int limit = number(merged.path(THROTTLE), "maxReceivesPerSecond", 0, 1, Integer.MAX_VALUE);
    return new HttpPolicy(schedule, limit, contentType(merged));
  }

  private static Backoff backoff(JsonNode retry) {
    String name = retry.path("backoffFunction").asString("linear");
    try {
      return Backoff.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw invalid("backoffFunction must be one of arithmetic, exponential, geometric, linear");
    }
  }

  private static String contentType(ObjectNode merged) {
    JsonNode request = merged.path(REQUEST);
    requireNames(request, Set.of("headerContentType"));
    String type = request.path("headerContentType").asString(USUAL_TYPE);
    if (!TYPES.contains(type.split(";", 2)[0].strip()) || type.chars().anyMatch(c -> c < ' ')) {
      throw invalid("unsupported headerContentType " + type);
    }
    return type;
  }

  private static int number(JsonNode node, String name, int usual, int least, int most) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return usual;
    }
    if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
      throw invalid(name + " must be a whole number from " + least + " to " + most);
    }
    return value.asInt();
  }

  private static void requireNames(JsonNode node, Set<String> names) {
    for (String name : List.copyOf(node.propertyNames())) {
      if (!names.contains(name)) {
        throw invalid("unexpected property " + name);
      }
    }
  }

  private static ServiceError invalid(String why) {
    return ServiceError.badRequest("InvalidParameter", "Invalid parameter: DeliveryPolicy: " + why);
  }

  private static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  private static ObjectNode filled(JsonNode retry) {
    ObjectNode all =
        object()
            .put("minDelayTarget", USUAL_SECONDS)
            .put("maxDelayTarget", USUAL_SECONDS)
            .put("numRetries", USUAL_RETRIES)
            .put("numMaxDelayRetries", 0)
            .put("numNoDelayRetries", 0)
            .put("numMinDelayRetries", 0)
            .put("backoffFunction", "linear");
    retry.properties().forEach(one -> all.set(one.getKey(), one.getValue()));
    return all;
  }

  private static ObjectNode request(ObjectNode merged) {
    return object().put("headerContentType", contentType(merged));
  }
}
