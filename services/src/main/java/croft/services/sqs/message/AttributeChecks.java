package croft.services.sqs.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.api.sqs.MessageAttributeValue;
import croft.api.sqs.MessageSystemAttributeValue;
import croft.base.ServiceError;
import croft.services.sqs.queue.QueueErrors;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What attributes of messages must be like.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">Amazon
 * SQS message metadata</a>.
 */
final class AttributeChecks {
  private static final int MOST = 10;
  private static final int MOST_LETTERS = 256;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final String TRACE = "AWSTraceHeader";

  private AttributeChecks() {}

  /**
   * The attributes of a request.
   *
   * @throws ServiceError {@code InvalidParameterValue}, {@code UnsupportedOperation} for lists
   */
  static Map<String, Attribute> check(Map<String, MessageAttributeValue> given) {
    if (given.size() > MOST) {
      throw QueueErrors.invalid(
          "Number of message attributes ["
              + given.size()
              + "] exceeds the allowed maximum ["
              + MOST
              + "].");
    }
    Map<String, Attribute> all = new TreeMap<>();
    given.forEach((name, value) -> {
      checkName(name);
      if (isGiven(value.stringListValues()) || isGiven(value.binaryListValues())) {
        throw ServiceError.badRequest(
            "UnsupportedOperation",
            "Message attribute list values in SendMessage operation are not supported.");
      }
      all.put(name, attribute(name, value.dataType(), value.stringValue(), value.binaryValue()));
    });
    return all;
  }

  private static boolean isGiven(@Nullable List<?> list) {
    return list != null && !list.isEmpty();
  }

  /**
   * What a request says of a trace; empty for nothing.
   *
   * @throws ServiceError {@code InvalidParameterValue} for any other attribute of the system
   */
  static Map<String, Attribute> checkSystem(Map<String, MessageSystemAttributeValue> given) {
    Map<String, Attribute> all = new TreeMap<>();
    given.forEach((name, value) -> {
      Attribute attribute =
          attribute(name, value.dataType(), value.stringValue(), value.binaryValue());
      if (!name.equals(TRACE) || !attribute.type().equals("String")) {
        throw QueueErrors.invalid("Message system attribute name '" + name + "' is invalid.");
      }
      all.put(name, attribute);
    });
    return all;
  }

  /** The trace among them, or empty. */
  static String trace(Map<String, Attribute> system) {
    Attribute trace = system.get(TRACE);
    return trace == null ? "" : trace.value();
  }

  private static void checkName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (name.length() > MOST_LETTERS
        || !NAME.matcher(name).matches()
        || lower.startsWith("aws.")
        || lower.startsWith("amazon.")) {
      throw QueueErrors.invalid("The message attribute name '" + name + "' is invalid.");
    }
  }

  private static Attribute attribute(
      String name, @Nullable String dataType, @Nullable String text, byte @Nullable [] bytes) {
    String type = Objects.requireNonNullElse(dataType, "");
    if (type.isEmpty()) {
      throw QueueErrors.invalid(
          "The message attribute '" + name + "' must contain non-empty message attribute type.");
    }
    if (isOf(type, "Binary") && type.length() <= MOST_LETTERS) {
      if (bytes == null || bytes.length == 0) {
        throw empty(name, type);
      }
      return new Attribute(type, Base64.getEncoder().encodeToString(bytes));
    }
    boolean number = isOf(type, "Number");
    if ((!number && !isOf(type, "String")) || type.length() > MOST_LETTERS) {
      throw QueueErrors.invalid(
          "The message attribute '"
              + name
              + "' has an invalid message attribute type, the set of supported type prefixes is"
              + " Binary, Number, and String.");
    }
    if (text == null || text.isEmpty()) {
      throw empty(name, type);
    }
    if (number) {
      requireNumber(name, text);
    }
    MessageChecks.checkLetters(text);
    return new Attribute(type, text);
  }

  private static boolean isOf(String type, String prefix) {
    return type.equals(prefix) || type.startsWith(prefix + ".");
  }

  private static ServiceError empty(String name, String type) {
    return QueueErrors.invalid(
        "The message attribute '"
            + name
            + "' must contain non-empty message attribute value for message attribute type '"
            + type
            + "'.");
  }

  private static void requireNumber(String name, String text) {
    try {
      BigDecimal _ = new BigDecimal(text.strip());
    } catch (NumberFormatException notOne) {
      throw QueueErrors.invalid(
          "Can't cast the value of message (user) attribute '" + name + "' to a number.");
    }
  }

  /** How much of a message's size its attributes are. */
  static long bytes(Map<String, Attribute> attributes) {
    long all = 0;
    for (Map.Entry<String, Attribute> entry : attributes.entrySet()) {
      all += entry.getKey().getBytes(UTF_8).length;
      all += entry.getValue().type().getBytes(UTF_8).length;
      all += Digests.bytes(entry.getValue()).length;
    }
    return all;
  }
}
