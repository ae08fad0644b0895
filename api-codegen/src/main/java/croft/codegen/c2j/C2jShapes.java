package croft.codegen.c2j;

import static croft.codegen.c2j.C2jReader.putIfText;
import static croft.codegen.c2j.C2jReader.text;

import croft.codegen.model.Kind;
import croft.codegen.model.Limits;
import croft.codegen.model.MemberModel;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the shapes of a C2J model. */
final class C2jShapes {
  private final JsonNode all;

  C2jShapes(JsonNode all) {
    this.all = all;
  }

  ShapeModel shape(String name) {
    JsonNode shape = all.path(name);
    Kind kind = kind(shape);
    Map<Trait, String> traits = new EnumMap<>(Trait.class);
    putFlag(traits, Trait.SENSITIVE, shape, "sensitive");
    putFlag(traits, Trait.SPARSE, shape, "sparse");
    if (shape.path("exception").asBoolean(false)) {
      // A REST-XML error stands under a root of its own, so only a plain shape may be renamed.
      traits.remove(Trait.XML_NAME);
    } else {
      putIfText(traits, Trait.XML_NAME, shape.path("locationName"));
    }
    putNamespace(traits, shape.path("xmlNamespace"));
    List<MemberModel> members =
        switch (kind) {
          case LIST -> List.of(member("member", shape.path("member"), shape));
          case MAP ->
              List.of(
                  member("key", shape.path("key"), shape),
                  member("value", shape.path("value"), shape));
          case STRUCTURE, UNION -> members(shape);
          default -> List.of();
        };
    return new ShapeModel(name, kind, members, limits(shape), Map.copyOf(traits));
  }

  private List<MemberModel> members(JsonNode shape) {
    List<MemberModel> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : shape.path("members").properties()) {
      members.add(member(member.getKey(), member.getValue(), shape));
    }
    return List.copyOf(members);
  }

  private static Kind kind(JsonNode shape) {
    return switch (text(shape, "type", "")) {
      case "structure" -> structureKind(shape);
      case "list" -> Kind.LIST;
      case "map" -> Kind.MAP;
      case "string", "character" -> Kind.STRING;
      case "boolean" -> Kind.BOOLEAN;
      case "byte", "short", "integer" -> Kind.INTEGER;
      case "long" -> Kind.LONG;
      case "float" -> Kind.FLOAT;
      case "double" -> Kind.DOUBLE;
      case "biginteger" -> Kind.BIG_INTEGER;
      case "bigdecimal" -> Kind.BIG_DECIMAL;
      case "blob" -> shape.path("streaming").asBoolean(false) ? Kind.STREAM : Kind.BLOB;
      case "timestamp" -> Kind.TIMESTAMP;
      default -> throw new IllegalArgumentException("Unknown type of shape: " + shape);
    };
  }

  private static Kind structureKind(JsonNode shape) {
    if (shape.path("document").asBoolean(false)) {
      return Kind.DOCUMENT;
    }
    return shape.path("union").asBoolean(false) ? Kind.UNION : Kind.STRUCTURE;
  }

  private MemberModel member(String name, JsonNode member, JsonNode owner) {
    String target = text(member, "shape", "");
    JsonNode shape = all.path(target);
    Map<Trait, String> traits = new EnumMap<>(Trait.class);
    boolean flat = shape.path("flattened").asBoolean(member.path("flattened").asBoolean(false));
    if (flat) {
      traits.put(Trait.FLATTENED, "");
    }
    putNames(traits, member, shape, flat);
    putLocation(traits, name, member, owner);
    if (required(owner).contains(name)) {
      traits.put(Trait.REQUIRED, "");
    }
    if (member.path("sensitive").asBoolean(shape.path("sensitive").asBoolean(false))) {
      traits.put(Trait.SENSITIVE, "");
    }
    putFlag(traits, Trait.IDEMPOTENCY_TOKEN, member, "idempotencyToken");
    putFlag(traits, Trait.XML_ATTRIBUTE, member, "xmlAttribute");
    if (member.path("jsonvalue").asBoolean(false)) {
      traits.put(Trait.MEDIA_TYPE, "application/json");
    }
    putTimestamp(traits, text(member, "timestampFormat", text(shape, "timestampFormat", "")));
    return new MemberModel(name, target, Map.copyOf(traits), null);
  }

  /** A flattened list goes by the name of its elements, where they have one. */
  private static void putNames(
      Map<Trait, String> traits, JsonNode member, JsonNode shape, boolean flat) {
    String elementName = flat ? text(shape.path("member"), "locationName", "") : "";
    String name = elementName.isEmpty() ? text(member, "locationName", "") : elementName;
    if (!name.isEmpty() && !member.has("location")) {
      traits.put(Trait.JSON_NAME, name);
      traits.put(Trait.XML_NAME, name);
    }
    putIfText(traits, Trait.EC2_NAME, member.path("queryName"));
    putNamespace(traits, member.path("xmlNamespace"));
    if (member.path("xmlNamespace").isMissingNode()) {
      putNamespace(traits, shape.path("xmlNamespace"));
    }
  }

  private static void putLocation(
      Map<Trait, String> traits, String name, JsonNode member, JsonNode owner) {
    if (text(owner, "payload", "").equals(name)) {
      traits.put(Trait.LOCATION, "PAYLOAD");
      return;
    }
    String place =
        switch (text(member, "location", "")) {
          case "uri" -> "LABEL";
          case "querystring" -> "QUERY";
          case "header" -> "HEADER";
          case "headers" -> "PREFIX_HEADERS";
          case "statusCode" -> "RESPONSE_CODE";
          default -> "";
        };
    if (!place.isEmpty()) {
      traits.put(Trait.LOCATION, place);
      traits.put(Trait.LOCATION_NAME, text(member, "locationName", name));
    }
  }

  static void putNamespace(Map<Trait, String> traits, JsonNode namespace) {
    putIfText(
        traits, Trait.XML_NAMESPACE_URI, namespace.isString() ? namespace : namespace.path("uri"));
    putIfText(traits, Trait.XML_NAMESPACE_PREFIX, namespace.path("prefix"));
  }

  private static void putTimestamp(Map<Trait, String> traits, String format) {
    switch (format) {
      case "iso8601" -> traits.put(Trait.TIMESTAMP_FORMAT, "DATE_TIME");
      case "rfc822" -> traits.put(Trait.TIMESTAMP_FORMAT, "HTTP_DATE");
      case "unixTimestamp" -> traits.put(Trait.TIMESTAMP_FORMAT, "EPOCH_SECONDS");
      default -> {}
    }
  }

  private static void putFlag(Map<Trait, String> traits, Trait trait, JsonNode node, String field) {
    if (node.path(field).asBoolean(false)) {
      traits.put(trait, "");
    }
  }

  private static Set<String> required(JsonNode shape) {
    Set<String> names = new HashSet<>();
    shape.path("required").forEach(name -> names.add(name.asString()));
    return names;
  }

  private static Limits limits(JsonNode shape) {
    List<String> values = new ArrayList<>();
    shape.path("enum").forEach(value -> values.add(value.asString()));
    JsonNode pattern = shape.path("pattern");
    return new Limits(
        number(shape.path("min")),
        number(shape.path("max")),
        pattern.isString() ? pattern.asString() : null,
        List.copyOf(values));
  }

  private static @Nullable String number(JsonNode node) {
    return node.isNumber() ? node.decimalValue().toPlainString() : null;
  }
}
