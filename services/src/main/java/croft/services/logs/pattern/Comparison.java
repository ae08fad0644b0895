package croft.services.logs.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import croft.services.operation.expression.BoundedPattern;
import java.util.Optional;

/** What is asked of one value. */
sealed interface Comparison {

  /** Whether a value is as asked. */
  boolean holds(String value);

  /** The same text, but for stars; or another one. */
  record Text(Wildcard text, boolean same) implements Comparison {
    @Override
    public boolean holds(String value) {
      return text.matches(value) == same;
    }
  }

  /** Something that an expression finds, or does not. */
  record Expression(Pattern pattern, boolean found) implements Comparison {
    @Override
    public boolean holds(String value) {
      return pattern.matcher(value).find() == found;
    }
  }

  /** A number in a relation to another one. */
  record Quantity(Relation relation, double number, String text) implements Comparison {
    @Override
    public boolean holds(String value) {
      Optional<Double> other = FilterPattern.number(value);
      return switch (relation) {
        case EQUAL -> value.equals(text) || other.filter(one -> one == number).isPresent();
        case UNEQUAL -> !value.equals(text) && other.filter(one -> one == number).isEmpty();
        case LESS -> other.filter(one -> one < number).isPresent();
        case AT_MOST -> other.filter(one -> one <= number).isPresent();
        case GREATER -> other.filter(one -> one > number).isPresent();
        case AT_LEAST -> other.filter(one -> one >= number).isPresent();
      };
    }
  }

  /** How values relate; longer spellings first. */
  enum Relation {
    UNEQUAL("!="),
    AT_MOST("<="),
    AT_LEAST(">="),
    EQUAL("="),
    LESS("<"),
    GREATER(">");

    private final String spelling;

    Relation(String spelling) {
      this.spelling = spelling;
    }
  }

  /** Whether a relation is next. */
  static boolean isNext(PatternReader in) {
    in.skipSpaces();
    return "=!<>".indexOf(in.peek()) >= 0 && !in.atEnd();
  }

  /** Reads a relation and what stands behind it. */
  static Comparison read(PatternReader in) throws PatternException {
    for (Relation relation : Relation.values()) {
      if (in.take(relation.spelling)) {
        in.skipSpaces();
        return read(in, relation);
      }
    }
    throw in.fault("expected a comparison");
  }

  private static Comparison read(PatternReader in, Relation relation) throws PatternException {
    boolean equality = relation == Relation.EQUAL || relation == Relation.UNEQUAL;
    if (in.peek() == '%' && equality) {
      in.next();
      return new Expression(expression(in, in.expression()), relation == Relation.EQUAL);
    }
    boolean quoted = in.peek() == '"' || in.peek() == '\'';
    String text = quoted ? in.until(in.next()) : in.run(Comparison::isBare);
    Optional<Double> number = quoted ? Optional.empty() : FilterPattern.number(text);
    if (number.isPresent()) {
      return new Quantity(relation, number.get(), text);
    }
    if (!equality) {
      throw in.fault("only numbers are less or greater, not '" + text + "'");
    }
    if (text.isEmpty() && !quoted) {
      throw in.fault("expected a value");
    }
    return new Text(new Wildcard(text), relation == Relation.EQUAL);
  }

  private static boolean isBare(int letter) {
    return Character.isLetterOrDigit(letter) || "*._-+:/@#$".indexOf(letter) >= 0;
  }

  /** A regular expression of AWS's kind: one that cannot take long. */
  static Pattern expression(PatternReader in, String text) throws PatternException {
    if (text.isEmpty()) {
      throw in.fault("an empty regular expression");
    }
    for (int i = 0; i < text.length(); i++) {
      boolean escaped = i > 0 && text.charAt(i - 1) == '\\';
      char letter = text.charAt(i);
      boolean known =
          letter < 128
              && (Character.isLetterOrDigit(letter)
                  || "_#=@/;,- :^$?[]{}|\\*+.".indexOf(letter) >= 0);
      if (!known && !escaped) {
        throw in.fault("the regular expression has the unsupported character '" + letter + "'");
      }
    }
    try {
      return BoundedPattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw in.fault("the regular expression is not valid: " + e.getDescription());
    }
  }
}
