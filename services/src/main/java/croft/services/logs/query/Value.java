package croft.services.logs.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a field or an expression is for a record. */
sealed interface Value {
  /** As results show it; empty when it is missing. */
  String text();

  /** As a number; NaN when it is none. */
  double number();

  /** Whether a condition that is this value holds. */
  default boolean holds() {
    double number = number();
    return !Double.isNaN(number) && number != 0;
  }

  default boolean isMissing() {
    return this == Missing.VALUE;
  }

  /** What has the same key is in the same group. */
  default Object key() {
    return text();
  }

  static Value of(boolean flag) {
    return flag ? Flag.YES : Flag.NO;
  }

  /** A computed number; missing when there is none, as behind a division by zero. */
  static Value of(double number) {
    return Double.isFinite(number) ? new Quantity(number, null) : Missing.VALUE;
  }

  /** A text, which may be a number. */
  static Value ofText(String text) {
    double number = Numbers.parse(text);
    return Double.isNaN(number) ? new Text(text) : new Quantity(number, text);
  }

  /** What JSON says. */
  static Value of(@Nullable JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return Missing.VALUE;
    }
    if (node.isNumber()) {
      double number = node.doubleValue();
      return Double.isFinite(number)
          ? new Quantity(number, node.asString())
          : new Text(node.asString());
    }
    if (node.isBoolean()) {
      return of(node.booleanValue());
    }
    return node.isContainer() ? new Tree(node) : new Text(node.asString());
  }

  /** Nothing there. */
  enum Missing implements Value {
    VALUE;

    @Override
    public String text() {
      return "";
    }

    @Override
    public double number() {
      return Double.NaN;
    }
  }

  record Text(String text) implements Value {
    @Override
    public double number() {
      return Numbers.parse(text);
    }
  }

  /**
   * A number.
   *
   * @param exact as it was written; null when it was computed
   */
  record Quantity(double number, @Nullable String exact) implements Value {
    private static final int DECIMALS = 4;
    private static final double WHOLE = 1e15;

    @Override
    public String text() {
      if (exact != null) {
        return exact;
      }
      if (number == Math.rint(number) && Math.abs(number) < WHOLE) {
        return Long.toString((long) number);
      }
      return BigDecimal.valueOf(number)
          .setScale(DECIMALS, RoundingMode.HALF_UP)
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  record Moment(long millis) implements Value {
    private static final DateTimeFormatter SHOWN =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    @Override
    public String text() {
      return SHOWN.format(Instant.ofEpochMilli(millis));
    }

    @Override
    public double number() {
      return millis;
    }

    @Override
    public Object key() {
      return this;
    }
  }

  /** Yes or no, which results show as 1 and 0. */
  enum Flag implements Value {
    NO,
    YES;

    @Override
    public String text() {
      return this == YES ? "1" : "0";
    }

    @Override
    public double number() {
      return this == YES ? 1 : 0;
    }
  }

  /** A JSON object or array. */
  record Tree(JsonNode node) implements Value {
    @Override
    public String text() {
      return node.toString();
    }

    @Override
    public double number() {
      return Double.NaN;
    }
  }
}
