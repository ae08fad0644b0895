package croft.services.logs.pattern;

import croft.services.logs.pattern.JsonPattern.Condition;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code { … }}. */
final class JsonPatternParser {
  private static final int DEEPEST = 30;

  private final PatternReader in;
  private final List<JsonSelector> selectors = new ArrayList<>();
  private int depth;

  private JsonPatternParser(PatternReader in) {
    this.in = in;
  }

  static JsonPattern parse(String text) throws PatternException {
    JsonPatternParser parser = new JsonPatternParser(new PatternReader(text));
    parser.in.require("{");
    Condition condition = parser.any();
    parser.in.require("}");
    parser.in.skipSpaces();
    if (!parser.in.atEnd()) {
      throw parser.in.fault("more behind the closing brace");
    }
    return new JsonPattern(condition, parser.selectors);
  }

  private Condition any() throws PatternException {
    List<Condition> some = new ArrayList<>();
    do {
      some.add(all());
    } while (in.take("||"));
    return some.size() == 1 ? some.getFirst() : new JsonPattern.Any(some);
  }

  private Condition all() throws PatternException {
    List<Condition> some = new ArrayList<>();
    do {
      some.add(one());
    } while (in.take("&&"));
    return some.size() == 1 ? some.getFirst() : new JsonPattern.All(some);
  }

  private Condition one() throws PatternException {
    if (!in.take("(")) {
      return condition();
    }
    if (++depth > DEEPEST) {
      throw in.fault("too many parentheses");
    }
    Condition inside = any();
    in.require(")");
    depth--;
    return inside;
  }

  private Condition condition() throws PatternException {
    in.skipSpaces();
    JsonSelector selector = JsonSelector.read(in);
    selectors.add(selector);
    if (in.takeWord("NOT")) {
      if (!in.takeWord("EXISTS")) {
        throw in.fault("expected EXISTS");
      }
      return new JsonPattern.Missing(selector);
    }
    if (in.takeWord("IS")) {
      return state(selector);
    }
    return new JsonPattern.Compared(selector, Comparison.read(in));
  }

  private Condition state(JsonSelector selector) throws PatternException {
    if (in.takeWord("NULL")) {
      return new JsonPattern.Null(selector);
    }
    if (in.takeWord("TRUE")) {
      return new JsonPattern.Flag(selector, true);
    }
    if (in.takeWord("FALSE")) {
      return new JsonPattern.Flag(selector, false);
    }
    throw in.fault("expected NULL, TRUE or FALSE");
  }
}
