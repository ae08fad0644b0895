package croft.services.ec2.launchtemplate;

import static java.nio.charset.StandardCharsets.UTF_8;

import croft.wire.codec.JsonReader;
import croft.wire.codec.JsonWriter;
import croft.wire.codec.Limits;
import croft.wire.schema.Shape;
import croft.wire.schema.ShapeReader;
import java.util.function.Function;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data of templates as JSON. The API has the same members in its shapes for requests, answers
 * and launches, so what one of them wrote, another one reads.
 */
final class TemplateData {
  private static final JsonFactory FACTORY = JsonReader.factory(Limits.DEFAULT);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private TemplateData() {}

  static String text(Shape shape) {
    JsonWriter json = JsonWriter.withModelNames(FACTORY);
    json.object(shape);
    return new String(json.bytes(), UTF_8);
  }

  static <T extends Shape> T read(String text, Function<ShapeReader, T> shape) {
    return JsonReader.readModelNames(FACTORY, text.getBytes(UTF_8), shape);
  }

  static boolean has(String text, String member) {
    return MAPPER.readTree(text).has(member);
  }

  /** A new version from another one: each member that is given replaces the other's. */
  static String replacing(String base, String given) {
    ObjectNode result = object(base);
    object(given).properties().forEach(e -> result.set(e.getKey(), e.getValue()));
    return MAPPER.writeValueAsString(result);
  }

  /**
   * A launch over a template: what the launch says stands. Structures are laid over each other
   * member by member, tags key by key for each type of resource, block devices by their names, and
   * any other list is the launch's when it has one.
   */
  static String overlaying(String template, String launch) {
    ObjectNode result = object(template);
    overlay(result, object(launch));
    return MAPPER.writeValueAsString(result);
  }

  private static void overlay(ObjectNode base, ObjectNode over) {
    over.properties()
        .forEach(entry -> {
          JsonNode before = base.get(entry.getKey());
          JsonNode after = entry.getValue();
          if (before instanceof ObjectNode below && after instanceof ObjectNode above) {
            overlay(below, above);
          } else if (before instanceof ArrayNode below && after instanceof ArrayNode above) {
            base.set(entry.getKey(), list(entry.getKey(), below, above));
          } else {
            base.set(entry.getKey(), after);
          }
        });
  }

  private static ArrayNode list(String name, ArrayNode below, ArrayNode above) {
    return switch (name) {
      case "BlockDeviceMappings" -> byKey("DeviceName", below, above);
      case "TagSpecifications" -> byKey("ResourceType", below, above);
      case "Tags" -> byKey("Key", below, above);
      default -> above.isEmpty() ? below : above;
    };
  }

  private static ArrayNode byKey(String key, ArrayNode below, ArrayNode above) {
    ArrayNode result = below.deepCopy();
    for (JsonNode element : above) {
      int at = 0;
      while (at < result.size() && !same(key, result.get(at), element)) {
        at++;
      }
      if (at == result.size()) {
        result.add(element);
      } else {
        overlay((ObjectNode) result.get(at), (ObjectNode) element);
      }
    }
    return result;
  }

  private static boolean same(String key, JsonNode one, JsonNode other) {
    return one.has(key) && one.get(key).equals(other.get(key));
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) MAPPER.readTree(text);
  }
}
