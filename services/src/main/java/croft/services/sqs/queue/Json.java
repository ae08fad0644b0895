package croft.services.sqs.queue;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Documents that are values of attributes. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /**
   * An object.
   *
   * @throws croft.base.ServiceError {@code InvalidAttributeValue}
   */
  static ObjectNode object(String attribute, String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException notJson) {
      // Told below, like JSON that is no object.
    }
    throw QueueErrors.invalidAttribute(attribute);
  }

  /** Whether two documents say the same. */
  static boolean same(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      JsonNode first = MAPPER.readTree(one);
      return first.equals(MAPPER.readTree(other));
    } catch (JacksonException notJson) {
      return false;
    }
  }
}
