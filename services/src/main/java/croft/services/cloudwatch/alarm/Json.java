package croft.services.cloudwatch.alarm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON in the forms that CloudWatch's alarms have: history, reasons, messages. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx");

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ObjectNode versioned() {
    return object().put("version", "1.0");
  }

  static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = MAPPER.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** {@code 2026-05-01T12:00:00.000+0000}. */
  static String time(Instant at) {
    return TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  /** Dimensions as messages have them: value before name. */
  static ArrayNode dimensions(Map<String, String> dimensions) {
    ArrayNode array = array();
    new java.util.TreeMap<>(dimensions)
        .forEach((name, value) -> array.add(object().put("value", value).put("name", name)));
    return array;
  }

  /** A document inside another one; a text stays a text. */
  static void putDocument(ObjectNode node, String name, @Nullable String document) {
    if (document == null) {
      return;
    }
    try {
      node.set(name, MAPPER.readTree(document));
    } catch (tools.jackson.core.JacksonException e) {
      node.put(name, document);
    }
  }
}
