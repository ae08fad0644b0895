package croft.services.cloudformation.template.source;

import croft.services.cloudformation.template.source.Node.ListNode;
import croft.services.cloudformation.template.source.Node.MapNode;
import croft.services.cloudformation.template.source.Node.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Templates in YAML. Plain scalars are truth values and numbers only in the forms of JSON: dates,
 * versions and numbers with leading zeros stay the texts they are.
 */
final class YamlSource {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
  private static final int MOST_ALIASES = 200;

  private int nodes;

  private YamlSource() {}

  static Node read(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(Source.MOST_CHARACTERS)
            .setAllowDuplicateKeys(false)
            .build();
    try {
      Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(settings).composeString(text);
      return new YamlSource().node(root.orElseThrow(() -> unsupported()), 0);
    } catch (MarkedYamlEngineException e) {
      Position at = e.getProblemMark().map(YamlSource::position).orElse(new Position(1, 1));
      throw Source.invalid("Template format error: YAML not well-formed. (" + at + ")");
    } catch (YamlEngineException e) {
      throw Source.invalid("Template format error: YAML not well-formed. " + e.getMessage());
    }
  }

  private static RuntimeException unsupported() {
    return Source.invalid("Template format error: unsupported structure.");
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Node node(org.snakeyaml.engine.v2.nodes.Node source, int depth) {
    if (depth > Source.MOST_DEPTH || ++nodes > Source.MOST_NODES) {
      throw Source.invalid("Template format error: the template is nested or repeated too often.");
    }
    Position at = source.getStartMark().map(YamlSource::position).orElse(new Position(1, 1));
    String tag = source.getTag().getValue();
    Node plain =
        switch (source) {
          case MappingNode map -> map(map, at, depth);
          case SequenceNode list -> list(list, at, depth);
          case org.snakeyaml.engine.v2.nodes.ScalarNode scalar -> scalar(scalar, tag, at);
          default -> throw unsupported();
        };
    return tag.startsWith("!") ? shortForm(tag.substring(1), plain, at) : plain;
  }

  private Node map(MappingNode map, Position at, int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      if (!(tuple.getKeyNode() instanceof org.snakeyaml.engine.v2.nodes.ScalarNode key)) {
        throw unsupported();
      }
      if (entries.put(key.getValue(), node(tuple.getValueNode(), depth + 1)) != null) {
        throw Source.invalid(
            "Template format error: YAML not well-formed. (duplicate key %s, %s)"
                .formatted(key.getValue(), at));
      }
    }
    return new MapNode(entries, at);
  }

  private Node list(SequenceNode list, Position at, int depth) {
    List<Node> items = new ArrayList<>();
    for (org.snakeyaml.engine.v2.nodes.Node item : list.getValue()) {
      items.add(node(item, depth + 1));
    }
    return new ListNode(items, at);
  }

  private static Node scalar(
      org.snakeyaml.engine.v2.nodes.ScalarNode scalar, String tag, Position at) {
    String text = scalar.getValue();
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN && !tag.startsWith("!");
    return new ScalarNode(plain ? plain(text) : StringNode.valueOf(text), at);
  }

  private static JsonNode plain(String text) {
    return switch (text) {
      case "", "null", "~", "Null", "NULL" -> NullNode.getInstance();
      case "true", "True", "TRUE" -> BooleanNode.TRUE;
      case "false", "False", "FALSE" -> BooleanNode.FALSE;
      case String other when INTEGER.matcher(other).matches() ->
          LongNode.valueOf(Long.parseLong(other));
      case String other when DECIMAL.matcher(other).matches() ->
          DecimalNode.valueOf(new java.math.BigDecimal(other));
      case String other -> StringNode.valueOf(other);
    };
  }

  /** {@code !Ref A} as {@code {"Ref": "A"}}, {@code !GetAtt A.B} as a list of both. */
  private static Node shortForm(String name, Node value, Position at) {
    String key = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
    Node argument = value;
    if (name.equals("GetAtt") && value instanceof ScalarNode scalar) {
      int dot = scalar.text().indexOf('.');
      if (dot > 0) {
        argument =
            new ListNode(
                List.of(
                    text(scalar.text().substring(0, dot), at),
                    text(scalar.text().substring(dot + 1), at)),
                at);
      }
    }
    return new MapNode(Map.of(key, argument), at);
  }

  private static ScalarNode text(String text, Position at) {
    return new ScalarNode(StringNode.valueOf(text), at);
  }
}
