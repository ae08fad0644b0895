package croft.services.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conditions on a JSON document: {@code { $.level = "ERROR" && $.latency > 100 }}. */
final class JsonPattern implements FilterPattern {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Condition condition;
  private final List<JsonSelector> selectors;

  /** What may be true of a document. */
  sealed interface Condition {
    boolean holds(JsonNode document);
  }

  record Any(List<Condition> some) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return some.stream().anyMatch(one -> one.holds(document));
    }
  }

  record All(List<Condition> some) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return some.stream().allMatch(one -> one.holds(document));
    }
  }

  record Compared(JsonSelector selector, Comparison comparison) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return selector
          .in(document)
          .anyMatch(node -> node.isValueNode() && comparison.holds(text(node)));
    }
  }

  record Missing(JsonSelector selector) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return selector.in(document).findAny().isEmpty();
    }
  }

  record Null(JsonSelector selector) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return selector.in(document).anyMatch(JsonNode::isNull);
    }
  }

  record Flag(JsonSelector selector, boolean value) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return selector
          .in(document)
          .anyMatch(node -> node.isBoolean() && node.booleanValue() == value);
    }
  }

  JsonPattern(Condition condition, List<JsonSelector> selectors) {
    this.condition = condition;
    this.selectors = List.copyOf(selectors);
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }

  private static Optional<JsonNode> document(String message) {
    String stripped = message.stripLeading();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readTree(message));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean matches(String message) {
    return document(message).filter(condition::holds).isPresent();
  }

  @Override
  public Optional<Map<String, String>> extract(String message) {
    return document(message).filter(condition::holds).map(this::values);
  }

  private Map<String, String> values(JsonNode document) {
    Map<String, String> values = new TreeMap<>();
    for (JsonSelector selector : selectors) {
      selector.in(document).findFirst().ifPresent(node -> values.put(selector.text(), text(node)));
    }
    return values;
  }

  @Override
  public Optional<String> value(String message, String reference) {
    List<JsonSelector> read = new ArrayList<>();
    try {
      PatternReader in = new PatternReader(reference);
      read.add(JsonSelector.read(in));
      if (!in.atEnd()) {
        return Optional.empty();
      }
    } catch (PatternException e) {
      return Optional.empty();
    }
    return document(message)
        .flatMap(found -> read.getFirst().in(found).filter(JsonNode::isValueNode).findFirst())
        .filter(node -> !node.isNull())
        .map(JsonPattern::text);
  }
}
