package croft.services.cloudwatch.alarm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule of a composite alarm, such as {@code ALARM(cpu) AND NOT (OK("disk full") OR FALSE)}.
 * Source: the parameter AlarmRule of PutCompositeAlarm.
 */
final class AlarmExpression {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:(\\(|\\))|\"([^\"]*)\"|'([^']*)'|([^\\s()\"']+))");
  private static final int MOST_CHILDREN = 100;
  private static final int DEPTH = 50;
  private static final Set<String> STATES =
      Set.of(AlarmState.ALARM, AlarmState.OK, AlarmState.INSUFFICIENT_DATA);

  private final List<String> tokens = new ArrayList<>();
  private final Set<String> children = new LinkedHashSet<>();
  private final Condition condition;
  private int at;
  private int depth;

  /** A rule that cannot be understood; the message says why. */
  static final class MalformedRuleException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRuleException(String message) {
      super(message, null, false, false);
    }
  }

  /** Asked for names and states. */
  @FunctionalInterface
  private interface Condition {
    boolean holds(BiPredicate<String, String> isIn);
  }

  AlarmExpression(String text) throws MalformedRuleException {
    Matcher matcher = TOKEN.matcher(text);
    int end = text.stripTrailing().length();
    int position = 0;
    while (position < end) {
      matcher.region(position, end);
      if (!matcher.lookingAt()) {
        throw new MalformedRuleException("Unexpected character at position " + position);
      }
      tokens.add(matcher.group().strip());
      position = matcher.end();
    }
    condition = any();
    if (at < tokens.size()) {
      throw new MalformedRuleException("Unexpected " + tokens.get(at));
    }
    if (children.size() > MOST_CHILDREN) {
      throw new MalformedRuleException("More than " + MOST_CHILDREN + " alarms are named");
    }
  }

  /** The alarms it names, by name or ARN, in order. */
  Set<String> children() {
    return children;
  }

  /**
   * Whether it holds.
   *
   * @param isIn whether an alarm (name or ARN) is in a state
   */
  boolean holds(BiPredicate<String, String> isIn) {
    return condition.holds(isIn);
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() throws MalformedRuleException {
    if (at == tokens.size()) {
      throw new MalformedRuleException("The rule ends too early");
    }
    return tokens.get(at++);
  }

  private boolean take(String word) {
    if (peek().equalsIgnoreCase(word)) {
      at++;
      return true;
    }
    return false;
  }

  private void require(String word) throws MalformedRuleException {
    String found = next();
    if (!found.equals(word)) {
      throw new MalformedRuleException("Expected " + word + " but found " + found);
    }
  }

  private Condition any() throws MalformedRuleException {
    Condition left = all();
    while (take("OR")) {
      Condition first = left;
      Condition right = all();
      left = isIn -> first.holds(isIn) || right.holds(isIn);
    }
    return left;
  }

  private Condition all() throws MalformedRuleException {
    Condition left = single();
    while (take("AND")) {
      Condition first = left;
      Condition right = single();
      left = isIn -> first.holds(isIn) && right.holds(isIn);
    }
    return left;
  }

  private Condition single() throws MalformedRuleException {
    if (++depth > DEPTH) {
      throw new MalformedRuleException("The rule is nested too deeply");
    }
    try {
      if (take("NOT")) {
        Condition inner = single();
        return isIn -> !inner.holds(isIn);
      }
      if (take("(")) {
        Condition inner = any();
        require(")");
        return inner;
      }
      return word(next().toUpperCase(Locale.ROOT));
    } finally {
      depth--;
    }
  }

  private Condition word(String word) throws MalformedRuleException {
    if (word.equals("TRUE") || word.equals("FALSE")) {
      boolean holds = word.equals("TRUE");
      return isIn -> holds;
    }
    if (!STATES.contains(word)) {
      throw new MalformedRuleException("Unexpected " + word);
    }
    require("(");
    String child = name(next());
    require(")");
    children.add(child);
    return isIn -> isIn.test(child, word);
  }

  private static String name(String token) throws MalformedRuleException {
    boolean quoted = token.startsWith("\"") || token.startsWith("'");
    String name = quoted ? token.substring(1, token.length() - 1) : token;
    if (name.isEmpty() || name.equals("(") || name.equals(")")) {
      throw new MalformedRuleException("The name of an alarm is missing");
    }
    return name;
  }
}
