package croft.services.iam.policy;

import croft.services.iam.policy.Condition.ValueTest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The condition operators, without their {@code ForAllValues:} and {@code IfExists} parts. */
public enum ConditionOperator {
  STRING_EQUALS("StringEquals", false),
  STRING_NOT_EQUALS("StringNotEquals", true),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
  STRING_LIKE("StringLike", false),
  STRING_NOT_LIKE("StringNotLike", true),
  NUMERIC_EQUALS("NumericEquals", false),
  NUMERIC_NOT_EQUALS("NumericNotEquals", true),
  NUMERIC_LESS_THAN("NumericLessThan", false),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false),
  NUMERIC_GREATER_THAN("NumericGreaterThan", false),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false),
  DATE_EQUALS("DateEquals", false),
  DATE_NOT_EQUALS("DateNotEquals", true),
  DATE_LESS_THAN("DateLessThan", false),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", false),
  DATE_GREATER_THAN("DateGreaterThan", false),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false),
  BOOL("Bool", false),
  BINARY_EQUALS("BinaryEquals", false),
  IP_ADDRESS("IpAddress", false),
  NOT_IP_ADDRESS("NotIpAddress", true),
  ARN_EQUALS("ArnEquals", false),
  ARN_NOT_EQUALS("ArnNotEquals", true),
  ARN_LIKE("ArnLike", false),
  ARN_NOT_LIKE("ArnNotLike", true),
  NULL("Null", false);

  private static final Map<String, ConditionOperator> BY_WORD = byWord();

  private final String word;
  private final boolean negated;

  ConditionOperator(String word, boolean negated) {
    this.word = word;
    this.negated = negated;
  }

  private static Map<String, ConditionOperator> byWord() {
    Map<String, ConditionOperator> byWord = new HashMap<>();
    for (ConditionOperator operator : values()) {
      byWord.put(operator.word, operator);
    }
    return Map.copyOf(byWord);
  }

  /** The operator a document names, or null. */
  static @Nullable ConditionOperator named(String word) {
    return BY_WORD.get(word);
  }

  /** Whether it holds where its counterpart does not. */
  boolean negated() {
    return negated;
  }

  /** As documents write it. */
  String word() {
    return word;
  }

  /**
   * Compiles one value of the document; null when the value is not of the operator's type.
   *
   * @param variables whether the document's version knows policy variables
   */
  @Nullable ValueTest compile(String value, boolean variables) {
    return switch (this) {
      case STRING_EQUALS, STRING_NOT_EQUALS ->
          TextPattern.of(value, TextPattern.Form.equality(variables, false))::matches;
      case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
          TextPattern.of(value, TextPattern.Form.equality(variables, true))::matches;
      case STRING_LIKE, STRING_NOT_LIKE ->
          TextPattern.of(value, TextPattern.Form.like(variables))::matches;
      case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE ->
          TextPattern.of(value, TextPattern.Form.arn(variables))::matches;
      case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> numeric(value, order -> order == 0);
      case NUMERIC_LESS_THAN -> numeric(value, order -> order < 0);
      case NUMERIC_LESS_THAN_EQUALS -> numeric(value, order -> order <= 0);
      case NUMERIC_GREATER_THAN -> numeric(value, order -> order > 0);
      case NUMERIC_GREATER_THAN_EQUALS -> numeric(value, order -> order >= 0);
      case DATE_EQUALS, DATE_NOT_EQUALS -> date(value, order -> order == 0);
      case DATE_LESS_THAN -> date(value, order -> order < 0);
      case DATE_LESS_THAN_EQUALS -> date(value, order -> order <= 0);
      case DATE_GREATER_THAN -> date(value, order -> order > 0);
      case DATE_GREATER_THAN_EQUALS -> date(value, order -> order >= 0);
      case BOOL, NULL -> truth(value);
      case BINARY_EQUALS -> binary(value);
      case IP_ADDRESS, NOT_IP_ADDRESS -> address(value);
    };
  }

  private static @Nullable ValueTest numeric(String text, IntPredicate wanted) {
    var bound = TypedValue.number(text);
    if (bound == null) {
      return null;
    }
    return (value, context) -> {
      var number = TypedValue.number(value);
      return number != null && wanted.test(number.compareTo(bound));
    };
  }

  private static @Nullable ValueTest date(String text, IntPredicate wanted) {
    var bound = TypedValue.instant(text);
    if (bound == null) {
      return null;
    }
    return (value, context) -> {
      var instant = TypedValue.instant(value);
      return instant != null && wanted.test(instant.compareTo(bound));
    };
  }

  private static @Nullable ValueTest truth(String text) {
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      return null;
    }
    return (value, context) -> value.equalsIgnoreCase(text);
  }

  private static @Nullable ValueTest binary(String text) {
    try {
      byte[] ignored = Base64.getDecoder().decode(text);
      return ignored.length == 0 ? null : (value, context) -> value.equals(text);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static @Nullable ValueTest address(String text) {
    AddressRange range = AddressRange.parse(text);
    if (range == null) {
      return null;
    }
    return (value, context) -> range.contains(value);
  }
}
