package croft.services.logs.insights;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields that are found in messages of JSON: {@code a.b}, {@code items.0}. */
final class RecordFields {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** As many as AWS finds in a message. */
  private static final int MOST = 200;

  private RecordFields() {}

  static Map<String, String> of(String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (message.stripLeading().startsWith("{")) {
      try {
        add(fields, "", MAPPER.readTree(message));
      } catch (JacksonException e) {
        // Most messages are no JSON, and that is no fault.
        return Map.of();
      }
    }
    return fields;
  }

  private static void add(Map<String, String> fields, String path, JsonNode node) {
    if (fields.size() >= MOST) {
      return;
    }
    String before = path.isEmpty() ? "" : path + ".";
    if (node.isObject()) {
      node.properties().forEach(member -> add(fields, before + member.getKey(), member.getValue()));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        add(fields, before + i, node.get(i));
      }
    } else if (!node.isNull()) {
      // Members that begin with @ have another before them, beside the fields of AWS.
      String name = path.startsWith("@") ? "@" + path : path;
      fields.put(name, node.isString() ? node.stringValue() : node.toString());
    }
  }
}
