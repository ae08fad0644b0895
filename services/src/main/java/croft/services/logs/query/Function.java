package croft.services.logs.query;

import croft.services.logs.query.Addresses.Family;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A function over values; those of time have an expression of their own.
 *
 * @param fewest arguments
 * @param most arguments
 */
record Function(String name, int fewest, int most, Body body) {
  /** Moments beyond are none: the year 10000 and its like before the epoch. */
  static final double LATEST_MILLIS = 2.5e14;

  private static final int ANY = 100;
  private static final int LONGEST = 4 << 20;

  private static final List<Function> ALL =
      List.of(
          new Function("abs", 1, 1, all -> number(all, Math::abs)),
          new Function("ceil", 1, 1, all -> number(all, Math::ceil)),
          new Function("floor", 1, 1, all -> number(all, Math::floor)),
          new Function("sqrt", 1, 1, all -> number(all, Math::sqrt)),
          new Function("log", 1, 1, all -> number(all, Math::log)),
          new Function("greatest", 1, ANY, all -> best(all, Math::max)),
          new Function("least", 1, ANY, all -> best(all, Math::min)),
          new Function("ispresent", 1, 1, all -> Value.of(!all[0].isMissing())),
          new Function("coalesce", 1, ANY, Function::coalesce),
          new Function("isempty", 1, 1, all -> Value.of(all[0].text().isEmpty())),
          new Function("isblank", 1, 1, all -> Value.of(all[0].text().isBlank())),
          new Function("concat", 1, ANY, Function::concat),
          new Function("ltrim", 1, 2, all -> trimmed(all, true, false)),
          new Function("rtrim", 1, 2, all -> trimmed(all, false, true)),
          new Function("trim", 1, 2, all -> trimmed(all, true, true)),
          new Function(
              "strlen", 1, 1, all -> all[0].isMissing() ? all[0] : Value.of(length(all[0].text()))),
          new Function("toupper", 1, 1, all -> text(all, all[0].text().toUpperCase(Locale.ROOT))),
          new Function("tolower", 1, 1, all -> text(all, all[0].text().toLowerCase(Locale.ROOT))),
          new Function("substr", 2, 3, Function::substring),
          new Function("replace", 3, 3, Function::replaced),
          new Function("strcontains", 2, 2, all -> Value.of(all[0].text().contains(all[1].text()))),
          new Function("isvalidip", 1, 1, all -> isAddress(all, Family.ANY)),
          new Function("isvalidipv4", 1, 1, all -> isAddress(all, Family.FOUR)),
          new Function("isvalidipv6", 1, 1, all -> isAddress(all, Family.SIX)),
          new Function("isipinsubnet", 2, 2, all -> isInNetwork(all, Family.ANY)),
          new Function("isipv4insubnet", 2, 2, all -> isInNetwork(all, Family.FOUR)),
          new Function("isipv6insubnet", 2, 2, all -> isInNetwork(all, Family.SIX)),
          new Function("frommillis", 1, 1, Function::moment),
          new Function("tomillis", 1, 1, all -> Value.of(all[0].number())),
          new Function("jsonparse", 1, 1, Function::parsed),
          new Function("jsonstringify", 1, 1, all -> text(all, all[0].text())));

  private static final Map<String, Function> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Function::name, function -> function));

  /** What a function does. */
  @FunctionalInterface
  interface Body {
    Value of(Value[] arguments);
  }

  static Optional<Function> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  boolean takes(int arguments) {
    return arguments >= fewest && arguments <= most;
  }

  Value of(Value[] arguments) {
    return body.of(arguments);
  }

  private static Value number(Value[] all, DoubleUnaryOperator operator) {
    return Value.of(operator.applyAsDouble(all[0].number()));
  }

  private static Value text(Value[] all, String text) {
    return all[0].isMissing() ? all[0] : new Value.Text(text);
  }

  private static Value best(Value[] all, DoubleBinaryOperator better) {
    OptionalDouble best = OptionalDouble.empty();
    for (Value value : all) {
      double number = value.number();
      if (!Double.isNaN(number)) {
        best =
            OptionalDouble.of(
                best.isEmpty() ? number : better.applyAsDouble(best.getAsDouble(), number));
      }
    }
    return best.isEmpty() ? Value.Missing.VALUE : Value.of(best.getAsDouble());
  }

  private static Value coalesce(Value[] all) {
    for (Value value : all) {
      if (!value.isMissing()) {
        return value;
      }
    }
    return Value.Missing.VALUE;
  }

  private static Value concat(Value[] all) {
    StringBuilder text = new StringBuilder();
    for (Value value : all) {
      text.append(value.text());
      if (text.length() > LONGEST) {
        throw new QueryLimitException("concat makes a text that is too long");
      }
    }
    return new Value.Text(text.toString());
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Value trimmed(Value[] all, boolean left, boolean right) {
    String text = all[0].text();
    @Nullable String some = all.length > 1 ? all[1].text() : null;
    int begin = 0;
    int end = text.length();
    while (left && begin < end && isTrimmed(text.charAt(begin), some)) {
      begin++;
    }
    while (right && end > begin && isTrimmed(text.charAt(end - 1), some)) {
      end--;
    }
    return text(all, text.substring(begin, end));
  }

  private static boolean isTrimmed(char letter, @Nullable String some) {
    return some == null ? Character.isWhitespace(letter) : some.indexOf(letter) >= 0;
  }

  private static Value substring(Value[] all) {
    String text = all[0].text();
    double from = all[1].number();
    double length = all.length > 2 ? all[2].number() : text.length();
    if (Double.isNaN(from) || Double.isNaN(length)) {
      return Value.Missing.VALUE;
    }
    int begin = (int) Math.clamp(from, 0, text.length());
    int end = (int) Math.clamp(begin + length, begin, text.length());
    return text(all, text.substring(begin, end));
  }

  private static Value replaced(Value[] all) {
    String text = all[0].text();
    String search = all[1].text();
    String replacement = all[2].text();
    if (search.isEmpty()) {
      return all[0];
    }
    long growth = (long) text.length() / search.length() * replacement.length();
    if (text.length() + growth > LONGEST) {
      throw new QueryLimitException("replace could make a text that is too long");
    }
    return text(all, text.replace(search, replacement));
  }

  private static Value isAddress(Value[] all, Family family) {
    return Value.of(Addresses.isAddress(all[0].text(), family));
  }

  private static Value isInNetwork(Value[] all, Family family) {
    return Value.of(Addresses.isIn(all[0].text(), all[1].text(), family));
  }

  private static Value moment(Value[] all) {
    double millis = all[0].number();
    return Math.abs(millis) <= LATEST_MILLIS
        ? new Value.Moment((long) millis)
        : Value.Missing.VALUE;
  }

  private static Value parsed(Value[] all) {
    @Nullable JsonNode document = Line.read(all[0].text());
    return Value.of(document);
  }
}
