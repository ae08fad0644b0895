package croft.wire.constraint;

import croft.wire.schema.Constraints;
import croft.wire.schema.TextPattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The demands of one set of constraints, and their wording. */
final class Demands {
  private Demands() {}

  /** A demand that is not met. */
  record Unmet(Violation.Kind kind, String demand) {}

  static @Nullable Unmet length(Constraints constraints, int length) {
    return bounds(constraints, BigDecimal.valueOf(length), Violation.Kind.LENGTH);
  }

  static @Nullable Unmet range(Constraints constraints, BigDecimal value) {
    return bounds(constraints, value, Violation.Kind.RANGE);
  }

  private static @Nullable Unmet bounds(
      Constraints constraints, BigDecimal value, Violation.Kind kind) {
    BigDecimal maximum = constraints.maximum();
    if (maximum != null && value.compareTo(maximum) > 0) {
      return new Unmet(kind, bound(kind, "less", maximum));
    }
    BigDecimal minimum = constraints.minimum();
    if (minimum != null && value.compareTo(minimum) < 0) {
      return new Unmet(kind, bound(kind, "greater", minimum));
    }
    return null;
  }

  private static String bound(Violation.Kind kind, String side, BigDecimal bound) {
    String what = kind == Violation.Kind.LENGTH ? "length" : "value";
    return "Member must have %s %s than or equal to %s"
        .formatted(what, side, bound.toPlainString());
  }

  /** What a text does wrong: its enumeration, then its length, then its pattern. */
  static List<Unmet> text(Constraints constraints, String text) {
    List<Unmet> unmet = new ArrayList<>(0);
    Set<String> values = constraints.values();
    if (values != null && !values.contains(text)) {
      unmet.add(new Unmet(Violation.Kind.ENUMERATION, enumeration(values)));
    }
    Unmet length = length(constraints, text.codePointCount(0, text.length()));
    if (length != null) {
      unmet.add(length);
    }
    TextPattern pattern = constraints.pattern();
    if (pattern != null && !matches(pattern, text)) {
      unmet.add(new Unmet(Violation.Kind.PATTERN, pattern(pattern)));
    }
    return unmet;
  }

  /** Java's matcher recurses over alternatives: a text too long for it is one it cannot admit. */
  private static boolean matches(TextPattern pattern, String text) {
    try {
      return pattern.matches(text);
    } catch (StackOverflowError e) {
      return false;
    }
  }

  /** Every demand on a text, as AWS lists them for the elements of a collection. */
  static String all(Constraints constraints) {
    List<String> demands = new ArrayList<>();
    BigDecimal maximum = constraints.maximum();
    if (maximum != null) {
      demands.add(bound(Violation.Kind.LENGTH, "less", maximum));
    }
    BigDecimal minimum = constraints.minimum();
    if (minimum != null) {
      demands.add(bound(Violation.Kind.LENGTH, "greater", minimum));
    }
    TextPattern pattern = constraints.pattern();
    if (pattern != null) {
      demands.add(pattern(pattern));
    }
    Set<String> values = constraints.values();
    if (values != null) {
      demands.add(enumeration(values));
    }
    return "[" + String.join(", ", demands) + "]";
  }

  private static String pattern(TextPattern pattern) {
    return "Member must satisfy regular expression pattern: " + pattern.regex();
  }

  private static String enumeration(Set<String> values) {
    return "Member must satisfy enum value set: [" + String.join(", ", values) + "]";
  }
}
