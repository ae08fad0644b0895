package croft.services.logs.pattern;

import java.util.Map;
import java.util.Optional;

/** A pattern that messages match or not. Safe for any number of threads. */
public sealed interface FilterPattern permits TermsPattern, JsonPattern, FieldsPattern {

  /** The longest pattern AWS takes. */
  int MOST_LETTERS = 1024;

  /**
   * Reads a pattern; an empty one matches all.
   *
   * @throws PatternException when it is none
   */
  static FilterPattern parse(String text) throws PatternException {
    if (text.length() > MOST_LETTERS) {
      throw new PatternException("A filter pattern has at most " + MOST_LETTERS + " characters");
    }
    String stripped = text.strip();
    if (stripped.startsWith("{")) {
      return JsonPatternParser.parse(stripped);
    }
    return stripped.startsWith("[")
        ? FieldsPatternParser.parse(stripped)
        : TermsPattern.parse(stripped);
  }

  /** Whether a message matches. */
  boolean matches(String message);

  /**
   * What the pattern names in a message, as {@code $.name} or {@code $name}; empty when it does not
   * match.
   */
  Optional<Map<String, String>> extract(String message);

  /**
   * What a reference stands for in a message that matches: {@code $.latency} of JSON, {@code $size}
   * of fields; empty when it is not there.
   */
  Optional<String> value(String message, String reference);

  /** The finite number a text is. */
  static Optional<Double> number(String text) {
    if (text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))) {
      // Java would take 1d and NaN.
      return Optional.empty();
    }
    try {
      return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
