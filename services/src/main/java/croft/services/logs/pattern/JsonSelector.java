package croft.services.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Where in a document something stands: {@code $.user.ids[0]}, {@code $.ids[*]}.
 *
 * @param text as it was written
 */
record JsonSelector(String text, List<Step> steps) {
  private static final int MOST_STEPS = 50;

  JsonSelector {
    steps = List.copyOf(steps);
  }

  /** One step down. */
  sealed interface Step {
    Stream<JsonNode> from(JsonNode node);
  }

  private record Member(String name) implements Step {
    @Override
    public Stream<JsonNode> from(JsonNode node) {
      return Stream.ofNullable(node.get(name));
    }
  }

  private record Element(int index) implements Step {
    @Override
    public Stream<JsonNode> from(JsonNode node) {
      return Stream.ofNullable(node.get(index));
    }
  }

  private record Each() implements Step {
    @Override
    public Stream<JsonNode> from(JsonNode node) {
      return node.valueStream();
    }
  }

  /** Reads one, as long as it goes. */
  static JsonSelector read(PatternReader in) throws PatternException {
    in.require("$");
    StringBuilder text = new StringBuilder("$");
    List<Step> steps = new ArrayList<>();
    while (in.peek() == '.' || in.peek() == '[') {
      steps.add(in.next() == '.' ? member(in, text) : bracketed(in, text));
      if (steps.size() > MOST_STEPS) {
        throw in.fault("a selector with too many parts");
      }
    }
    if (steps.isEmpty()) {
      throw in.fault("expected a property selector such as $.name");
    }
    return new JsonSelector(text.toString(), steps);
  }

  private static Step member(PatternReader in, StringBuilder text) throws PatternException {
    String name = in.run(letter -> Character.isLetterOrDigit(letter) || "_-@".indexOf(letter) >= 0);
    if (name.isEmpty()) {
      if (in.peek() != '*') {
        throw in.fault("expected a property's name");
      }
      in.next();
      text.append(".*");
      return new Each();
    }
    text.append('.').append(name);
    return new Member(name);
  }

  private static Step bracketed(PatternReader in, StringBuilder text) throws PatternException {
    Step step;
    if (in.peek() == '*') {
      in.next();
      text.append("[*]");
      step = new Each();
    } else if (in.peek() == '\'' || in.peek() == '"') {
      String name = in.until(in.next());
      text.append("['").append(name).append("']");
      step = new Member(name);
    } else {
      String digits = in.run(Character::isDigit);
      if (digits.isEmpty() || digits.length() > 6) {
        throw in.fault("expected an index");
      }
      text.append('[').append(digits).append(']');
      step = new Element(Integer.parseInt(digits));
    }
    in.require("]");
    return step;
  }

  /** What stands there. */
  Stream<JsonNode> in(JsonNode document) {
    Stream<JsonNode> nodes = Stream.of(document);
    for (Step step : steps) {
      nodes = nodes.flatMap(step::from);
    }
    return nodes;
  }
}
