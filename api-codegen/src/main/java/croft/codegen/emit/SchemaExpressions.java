package croft.codegen.emit;

import static croft.codegen.emit.JavaNames.literal;

import croft.codegen.model.ApiModel;
import croft.codegen.model.Kind;
import croft.codegen.model.Limits;
import croft.codegen.model.MemberModel;
import croft.codegen.model.ShapeModel;
import croft.codegen.model.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Java expressions that build the schemas of one service. Shapes are numbered by their name. */
final class SchemaExpressions {
  private final Map<String, Integer> numbers = new TreeMap<>();
  private final SortedMap<String, String> patternsLeftOut = new TreeMap<>();

  SchemaExpressions(ApiModel api) {
    api.shapes().keySet().forEach(name -> numbers.put(name, numbers.size()));
  }

  int number(String shape) {
    return Objects.requireNonNull(numbers.get(shape), shape);
  }

  /** Patterns of the model that are no Java regular expressions, by the shape that has them. */
  SortedMap<String, String> patternsLeftOut() {
    return patternsLeftOut;
  }

  String structure(ShapeModel shape) {
    if (shape.has(Trait.UNIT)) {
      return "Schema.UNIT";
    }
    String members =
        shape.members().stream()
            .map(member -> ",\n        " + member(shape, member))
            .collect(Collectors.joining());
    String factory = shape.kind() == Kind.UNION ? "union" : "structure";
    String made = "Schema." + factory + "(" + literal(shape.name()) + members + ")";
    String root = shape.traits().getOrDefault(Trait.XML_NAME, shape.name());
    String namespace = namespace(shape.traits());
    return root.equals(shape.name()) && namespace.equals("null")
        ? made
        : made + "\n        .withXml(" + literal(root) + ", " + namespace + ")";
  }

  static String namespace(Map<Trait, String> traits) {
    String uri = traits.get(Trait.XML_NAMESPACE_URI);
    String prefix = traits.getOrDefault(Trait.XML_NAMESPACE_PREFIX, "");
    return uri == null ? "null" : "new XmlNamespace(" + literal(prefix) + ", " + literal(uri) + ")";
  }

  /** The schema of anything that is no record. */
  String simple(ShapeModel shape) {
    String name = literal(shape.name());
    String limits = limits(shape.name(), shape.limits());
    return switch (shape.kind()) {
      case STRUCTURE, UNION -> throw new IllegalArgumentException(shape.name() + " is a record");
      case LIST, MAP ->
          "Schema.%s(%s, %s, %s%s)"
              .formatted(
                  shape.kind() == Kind.LIST ? "list" : "map",
                  name,
                  limits,
                  shape.has(Trait.SPARSE),
                  shape.members().stream()
                      .map(member -> ", " + member(shape, member))
                      .collect(Collectors.joining()));
      default -> "Schema.scalar(%s, ShapeType.%s, %s)".formatted(name, shape.kind(), limits);
    };
  }

  private String member(ShapeModel owner, MemberModel member) {
    List<String> calls = new ArrayList<>();
    calls.add(
        "Member.of(" + literal(member.name()) + ", Schemas.ALL, " + number(member.target()) + ")");
    for (Trait trait : Trait.values()) {
      String value = member.traits().get(trait);
      if (value != null) {
        calls.add(call(trait, value, member));
      }
    }
    Limits limits = member.limits();
    if (limits != null) {
      calls.add(".constrain(" + limits(owner.name() + "$" + member.name(), limits) + ")");
    }
    return String.join("", calls);
  }

  private static String call(Trait trait, String value, MemberModel member) {
    return switch (trait) {
      case JSON_NAME -> ".json(" + literal(value) + ")";
      case XML_NAME -> ".xml(" + literal(value) + ")";
      case QUERY_NAME -> ".query(" + literal(value) + ")";
      case EC2_NAME -> ".ec2(" + literal(value) + ")";
      case FLATTENED -> ".flat()";
      case XML_ATTRIBUTE -> ".attribute()";
      case XML_NAMESPACE_URI -> {
        String prefix = member.traits().getOrDefault(Trait.XML_NAMESPACE_PREFIX, "");
        yield ".namespace(" + literal(prefix) + ", " + literal(value) + ")";
      }
      case LOCATION -> {
        String name = member.traits().getOrDefault(Trait.LOCATION_NAME, "");
        yield ".at(HttpLocation." + value + ", " + literal(name) + ")";
      }
      case TIMESTAMP_FORMAT -> ".timestamp(TimestampFormat." + value + ")";
      case REQUIRED -> ".require()";
      case SENSITIVE -> ".secret()";
      case IDEMPOTENCY_TOKEN -> ".token()";
      case MEDIA_TYPE -> ".media(" + literal(value) + ")";
      case DEFAULT -> ".byDefault(" + literal(value) + ")";
      case XML_NAMESPACE_PREFIX, LOCATION_NAME, SPARSE, UNIT, XML_ERRORS_UNWRAPPED, QUERY_PATH ->
          "";
    };
  }

  private String limits(String place, Limits limits) {
    String pattern = limits.pattern();
    if (pattern != null && !compiles(pattern)) {
      patternsLeftOut.put(place, pattern);
      pattern = null;
    }
    String values = limits.values().isEmpty() ? null : String.join("\n", limits.values());
    if (limits.minimum() == null && limits.maximum() == null && pattern == null && values == null) {
      return "Constraints.NONE";
    }
    return "Constraints.of(%s, %s, %s, %s)"
        .formatted(
            orNull(limits.minimum()), orNull(limits.maximum()), orNull(pattern), orNull(values));
  }

  private static String orNull(@Nullable String text) {
    return text == null ? "null" : literal(text);
  }

  private static boolean compiles(String pattern) {
    try {
      Pattern.compile(pattern);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
