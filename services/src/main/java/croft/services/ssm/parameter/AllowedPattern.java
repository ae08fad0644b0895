package croft.services.ssm.parameter;

import croft.base.ServiceError;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A caller's own pattern for a value, matched with an end to patience. */
final class AllowedPattern {
  private static final long MOST_STEPS = 1_000_000;

  private AllowedPattern() {}

  /**
   * Passes when there is no pattern or the value matches.
   *
   * @throws ServiceError {@code InvalidAllowedPatternException} or {@code
   *     ParameterPatternMismatchException}
   */
  static void check(String pattern, String value) {
    if (pattern.isEmpty()) {
      return;
    }
    boolean matches;
    try {
      matches = Pattern.compile(pattern).matcher(new Counted(value, new long[1])).find();
    } catch (PatternSyntaxException | TooManySteps | StackOverflowError notUsable) {
      throw ServiceError.badRequest(
          "InvalidAllowedPatternException",
          "The request does not meet the regular expression requirement.");
    }
    if (!matches) {
      throw ServiceError.badRequest(
          "ParameterPatternMismatchException",
          "Parameter value, cannot be validated against allowedPattern: " + pattern);
    }
  }

  /** The pattern backtracks without end. */
  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  /** A text that may be looked at so often and no more. */
  private record Counted(CharSequence text, long[] steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (++steps[0] > MOST_STEPS) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), steps);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
