package croft.services.logs.pattern;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words and phrases: all of them must be there, those behind {@code -} must not; of those behind
 * {@code ?} one must, where there are no others. A word is one between what is no letter or digit:
 * parts of words are found by expressions between {@code %}.
 */
final class TermsPattern implements FilterPattern {
  private final List<Term> required = new ArrayList<>();
  private final List<Term> excluded = new ArrayList<>();
  private final List<Term> optional = new ArrayList<>();

  /** What may be in a message. */
  private sealed interface Term {
    boolean isIn(String message);
  }

  private record Phrase(String text) implements Term {
    @Override
    public boolean isIn(String message) {
      int at = message.indexOf(text);
      while (at >= 0) {
        if (isWhole(message, at)) {
          return true;
        }
        at = message.indexOf(text, at + 1);
      }
      return false;
    }

    private boolean isWhole(String message, int begin) {
      int end = begin + text.length();
      boolean continued =
          (begin > 0 && isWord(text.charAt(0)) && isWord(message.charAt(begin - 1)))
              || (end < message.length()
                  && isWord(text.charAt(text.length() - 1))
                  && isWord(message.charAt(end)));
      return !continued;
    }
  }

  private record Expression(Pattern pattern) implements Term {
    @Override
    public boolean isIn(String message) {
      return pattern.matcher(message).find();
    }
  }

  private TermsPattern() {}

  static TermsPattern parse(String text) throws PatternException {
    TermsPattern pattern = new TermsPattern();
    PatternReader in = new PatternReader(text);
    in.skipSpaces();
    while (!in.atEnd()) {
      List<Term> kind =
          in.take("?") ? pattern.optional : in.take("-") ? pattern.excluded : pattern.required;
      kind.add(term(in));
      in.skipSpaces();
    }
    return pattern;
  }

  private static Term term(PatternReader in) throws PatternException {
    if (in.take("%")) {
      return new Expression(Comparison.expression(in, in.expression()));
    }
    if (in.take("\"")) {
      String phrase = in.until('"');
      if (phrase.isEmpty()) {
        throw in.fault("an empty phrase");
      }
      return new Phrase(phrase);
    }
    String word = in.run(letter -> !Character.isWhitespace(letter));
    if (word.isEmpty() || !word.chars().allMatch(TermsPattern::isWord)) {
      throw new PatternException("Invalid character(s) in term '" + word + "'");
    }
    return new Phrase(word);
  }

  private static boolean isWord(int letter) {
    return Character.isLetterOrDigit(letter) || letter == '_';
  }

  @Override
  public boolean matches(String message) {
    if (required.isEmpty() && excluded.isEmpty() && !optional.isEmpty()) {
      return optional.stream().anyMatch(term -> term.isIn(message));
    }
    // Beside others, AWS does not look at what is optional.
    for (Term term : required) {
      if (!term.isIn(message)) {
        return false;
      }
    }
    return excluded.stream().noneMatch(term -> term.isIn(message));
  }

  @Override
  public Optional<Map<String, String>> extract(String message) {
    return matches(message) ? Optional.of(Map.of()) : Optional.empty();
  }

  @Override
  public Optional<String> value(String message, String reference) {
    return Optional.empty();
  }
}
