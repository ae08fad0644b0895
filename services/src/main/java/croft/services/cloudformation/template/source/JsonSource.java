package croft.services.cloudformation.template.source;

import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Templates in JSON. Of a key that stands twice the last value counts, as on AWS. */
final class JsonSource {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Source.MOST_DEPTH).build())
          .build();

  private final JsonParser parser;

  private JsonSource(JsonParser parser) {
    this.parser = parser;
  }

  static Node read(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      Node root = new JsonSource(parser).node();
      if (parser.nextToken() != null) {
        throw malformed(parser.currentTokenLocation());
      }
      return root;
    } catch (JacksonException e) {
      throw malformed(e.getLocation());
    }
  }

  private static RuntimeException malformed(@Nullable TokenStreamLocation at) {
    if (at == null) {
      return Source.invalid("Template format error: the template is nested too deeply.");
    }
    return Source.invalid(
        "Template format error: JSON not well-formed. (line %d, column %d)"
            .formatted(at.getLineNr(), at.getColumnNr()));
  }

  private Position position() {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new Position(at.getLineNr(), at.getColumnNr());
  }

  private Node node() {
    Position at = position();
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(at);
      case START_ARRAY -> list(at);
      case VALUE_STRING -> new ScalarNode(StringNode.valueOf(parser.getString()), at);
      case VALUE_NUMBER_INT -> integer(at);
      case VALUE_NUMBER_FLOAT -> new ScalarNode(DecimalNode.valueOf(parser.getDecimalValue()), at);
      case VALUE_TRUE, VALUE_FALSE ->
          new ScalarNode(BooleanNode.valueOf(token == JsonToken.VALUE_TRUE), at);
      case VALUE_NULL -> new ScalarNode(NullNode.getInstance(), at);
      case null, default -> throw malformed(parser.currentTokenLocation());
    };
  }

  private Node integer(Position at) {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? new ScalarNode(DecimalNode.valueOf(parser.getDecimalValue()), at)
        : new ScalarNode(LongNode.valueOf(parser.getLongValue()), at);
  }

  private MapNode object(Position at) {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, node());
    }
    return new MapNode(entries, at);
  }

  private ListNode list(Position at) {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new ListNode(items, at);
  }
}
