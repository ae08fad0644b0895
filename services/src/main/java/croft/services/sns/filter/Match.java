package croft.services.sns.filter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What one element of a filter policy's array asks of a value. */
sealed interface Match {
  /** Whether one of the values is as asked. */
  default boolean passes(List<JsonNode> values) {
    return values.stream().anyMatch(this::fits);
  }

  /** Whether a value is as asked. */
  boolean fits(JsonNode value);

  /** The text of a string, or null for another value. */
  private static @Nullable String text(JsonNode value) {
    return value.isString() ? value.asString() : null;
  }

  /** Exactly this: a string, a number, true, false or null. */
  record Same(JsonNode wanted) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      if (wanted.isNumber() && value.isNumber()) {
        return wanted.decimalValue().compareTo(value.decimalValue()) == 0;
      }
      return wanted.equals(value);
    }
  }

  /** A string that begins so. */
  record Prefix(String start) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      String text = text(value);
      return text != null && text.startsWith(start);
    }
  }

  /** A string that ends so. */
  record Suffix(String end) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      String text = text(value);
      return text != null && text.endsWith(end);
    }
  }

  /** A string that is this in whatever case. */
  record IgnoreCase(String wanted) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      String text = text(value);
      return text != null && text.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT));
    }
  }

  /** A string of this form, in which a star stands for anything. */
  record Wildcard(Pattern pattern) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      String text = text(value);
      return text != null && pattern.matcher(text).matches();
    }
  }

  /** An address in this network. */
  record Network(Cidr network) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      String text = text(value);
      return text != null && network.contains(text);
    }
  }

  /** A number for which all comparisons hold. */
  record Numeric(List<Comparison> comparisons) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      return value.isNumber()
          && comparisons.stream().allMatch(one -> one.holds(value.decimalValue()));
    }
  }

  /**
   * A comparison with a number.
   *
   * @param sign tells from {@link BigDecimal#compareTo} whether it holds
   */
  record Comparison(IntPredicate sign, BigDecimal bound) {
    boolean holds(BigDecimal value) {
      return sign.test(value.compareTo(bound));
    }
  }

  /** None of these. */
  record AnythingBut(List<Match> unwanted) implements Match {
    @Override
    public boolean fits(JsonNode value) {
      return unwanted.stream().noneMatch(test -> test.fits(value));
    }
  }

  /** Whether there is a value at all. */
  record Exists(boolean wanted) implements Match {
    @Override
    public boolean passes(List<JsonNode> values) {
      return values.isEmpty() != wanted;
    }

    @Override
    public boolean fits(JsonNode value) {
      return wanted;
    }
  }
}
