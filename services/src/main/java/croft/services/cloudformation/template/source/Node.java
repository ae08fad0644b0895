package croft.services.cloudformation.template.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A part of a template. */
public sealed interface Node {

  Position position();

  /** The same as plain JSON. */
  JsonNode json();

  /** An object, in the order of the source. */
  record MapNode(Map<String, Node> entries, Position position) implements Node {
    public MapNode {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public Optional<Node> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public JsonNode json() {
      var object = tools.jackson.databind.json.JsonMapper.shared().createObjectNode();
      entries.forEach((key, value) -> object.set(key, value.json()));
      return object;
    }
  }

  /** A list. */
  record ListNode(List<Node> items, Position position) implements Node {
    public ListNode {
      items = List.copyOf(items);
    }

    @Override
    public JsonNode json() {
      var list = tools.jackson.databind.json.JsonMapper.shared().createArrayNode();
      items.forEach(item -> list.add(item.json()));
      return list;
    }
  }

  /** A text, number, truth value or null. */
  record ScalarNode(JsonNode value, Position position) implements Node {
    @Override
    public JsonNode json() {
      return value;
    }

    public String text() {
      return value.isNull() ? "" : value.asString();
    }
  }
}
