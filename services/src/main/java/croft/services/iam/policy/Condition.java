package croft.services.iam.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of a Condition element with its operator and values.
 *
 * <p>The values of the document are alternatives; a negated operator holds when none of them
 * matches. A key the request has not makes a positive operator false and a negated one true; {@code
 * IfExists} makes both true. Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 * operators</a>.
 *
 * @param quantifier how the several values of a key in the request count
 * @param key in lower case
 */
public record Condition(
    ConditionOperator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    List<ValueTest> tests) {

  /** The prefix of an operator. */
  public enum Quantifier {
    /** None: any value that matches is enough. */
    NONE,
    /** {@code ForAllValues:} also true when the request has no value. */
    FOR_ALL_VALUES,
    /** {@code ForAnyValue:} false when the request has no value, even with {@code IfExists}. */
    FOR_ANY_VALUE
  }

  public Condition {
    tests = List.copyOf(tests);
  }

  boolean holds(RequestContext context) {
    List<String> values = context.valuesOfLowerCaseKey(key);
    boolean absent = values == null || values.isEmpty();
    if (operator == ConditionOperator.NULL) {
      return matchesAny(absent ? "true" : "false", context);
    }
    return switch (quantifier) {
      case FOR_ALL_VALUES -> absent || allPass(values, context);
      case FOR_ANY_VALUE -> !absent && anyPasses(values, context);
      case NONE -> absent ? ifExists || operator.negated() : plain(values, context);
    };
  }

  private boolean plain(@Nullable List<String> values, RequestContext context) {
    return operator.negated() ? allPass(values, context) : anyPasses(values, context);
  }

  private boolean allPass(@Nullable List<String> values, RequestContext context) {
    if (values != null) {
      for (String value : values) {
        if (!passes(value, context)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean anyPasses(@Nullable List<String> values, RequestContext context) {
    if (values != null) {
      for (String value : values) {
        if (passes(value, context)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean passes(String value, RequestContext context) {
    return matchesAny(value, context) != operator.negated();
  }

  private boolean matchesAny(String value, RequestContext context) {
    for (ValueTest test : tests) {
      if (test.matches(value, context)) {
        return true;
      }
    }
    return false;
  }

  /** One value of the document, compiled for its operator. */
  @FunctionalInterface
  public interface ValueTest {
    /** Whether the request's value matches; a negated operator turns the answer. */
    boolean matches(String value, RequestContext context);
  }
}
