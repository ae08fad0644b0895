package croft.services.sns.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.api.sns.MessageAttributeValue;
import croft.base.ServiceError;
import croft.services.sns.message.Attribute;
import croft.services.sns.topic.TopicErrors;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What attributes of messages must be like.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Amazon
 * SNS message attributes</a>.
 */
final class AttributeChecks {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final int MOST_LETTERS = 256;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private AttributeChecks() {}

  /**
   * The attributes of a request.
   *
   * @throws ServiceError {@code ParameterValueInvalid}
   */
  static Map<String, Attribute> check(Map<String, MessageAttributeValue> given) {
    Map<String, Attribute> all = new TreeMap<>();
    given.forEach((name, value) -> {
      checkName(name);
      all.put(name, check(name, value));
    });
    return all;
  }

  private static void checkName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (name.length() > MOST_LETTERS
        || !NAME.matcher(name).matches()
        || lower.startsWith("aws.")
        || lower.startsWith("amazon.")) {
      throw TopicErrors.invalidValue("The message attribute name '" + name + "' is not valid.");
    }
  }

  private static Attribute check(String name, MessageAttributeValue value) {
    String type = Objects.requireNonNullElse(value.dataType(), "");
    if (type.isEmpty()) {
      throw TopicErrors.invalidValue(
          "The message attribute '" + name + "' must contain non-empty message attribute type.");
    }
    byte[] bytes = value.binaryValue();
    if (isOf(type, "Binary")) {
      if (bytes == null || bytes.length == 0) {
        throw empty(name, type);
      }
      return new Attribute(type, Base64.getEncoder().encodeToString(bytes));
    }
    if (!isOf(type, "String") && !isOf(type, "Number")) {
      throw TopicErrors.invalidValue(
          "The message attribute '"
              + name
              + "' has an invalid message attribute type, the set of supported type prefixes is"
              + " Binary, Number, and String.");
    }
    String text = Objects.requireNonNullElse(value.stringValue(), "");
    if (text.isEmpty()) {
      throw empty(name, type);
    }
    Attribute attribute = new Attribute(type, text);
    requireNumber(name, attribute);
    requireArray(name, attribute);
    return attribute;
  }

  private static boolean isOf(String type, String prefix) {
    return type.equals(prefix) || type.startsWith(prefix + ".");
  }

  private static ServiceError empty(String name, String type) {
    return TopicErrors.invalidValue(
        "The message attribute '"
            + name
            + "' must contain non-empty message attribute value for message attribute type '"
            + type
            + "'.");
  }

  private static void requireNumber(String name, Attribute attribute) {
    if (!attribute.isNumber()) {
      return;
    }
    try {
      new BigDecimal(attribute.value().strip());
    } catch (NumberFormatException notOne) {
      throw TopicErrors.invalidValue(
          "Could not cast message attribute '" + name + "' value to number.");
    }
  }

  private static void requireArray(String name, Attribute attribute) {
    if (!attribute.isArray()) {
      return;
    }
    try {
      JsonNode array = MAPPER.readTree(attribute.value());
      if (array.isArray()
          && array.valueStream().noneMatch(one -> one.isArray() || one.isObject())) {
        return;
      }
    } catch (JacksonException notJson) {
      // Told below, like JSON that is no such array.
    }
    throw TopicErrors.invalidValue(
        "The message attribute '"
            + name
            + "' must be an array of strings, numbers, booleans or"
            + " null.");
  }

  /** The values that a filter policy sees. */
  static List<JsonNode> values(Attribute attribute) {
    if (attribute.isBinary()) {
      return List.of(
          MAPPER.getNodeFactory().binaryNode(Base64.getDecoder().decode(attribute.value())));
    }
    if (attribute.isNumber()) {
      return List.of(MAPPER.getNodeFactory().numberNode(new BigDecimal(attribute.value().strip())));
    }
    if (attribute.isArray()) {
      return MAPPER.readTree(attribute.value()).valueStream().toList();
    }
    return List.of(MAPPER.getNodeFactory().stringNode(attribute.value()));
  }

  /** How much of a message's size its attributes are. */
  static long bytes(Map<String, Attribute> attributes) {
    long all = 0;
    for (Map.Entry<String, Attribute> entry : attributes.entrySet()) {
      Attribute attribute = entry.getValue();
      all += entry.getKey().getBytes(UTF_8).length + attribute.type().getBytes(UTF_8).length;
      all +=
          attribute.isBinary()
              ? Base64.getDecoder().decode(attribute.value()).length
              : attribute.value().getBytes(UTF_8).length;
    }
    return all;
  }
}
