package croft.services.operation.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles what others wrote. RE2/J's matches take as long as text and program, and its programs
 * have no limit of their own: {@code (((a{100}){100}){100}){100}} fills the memory. So large ones
 * are refused; a match takes some seconds for a megabyte at worst.
 */
public final class BoundedPattern {
  private static final int MOST_STEPS = 1000;

  private BoundedPattern() {}

  /**
   * A regular expression in RE2's syntax.
   *
   * @throws PatternSyntaxException when it is none, or one that is too large
   */
  public static Pattern compile(String text) {
    if (PatternSize.of(text) > MOST_STEPS) {
      throw new PatternSyntaxException("too large", text);
    }
    return Pattern.compile(text);
  }
}
