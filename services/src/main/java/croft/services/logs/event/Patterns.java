package croft.services.logs.event;

import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.pattern.FilterPattern;
import croft.services.logs.pattern.PatternException;
import org.jspecify.annotations.Nullable;

/** Reads the patterns of requests. */
public final class Patterns {
  private Patterns() {}

  /**
   * The pattern a text is; none matches all.
   *
   * @throws croft.base.ServiceError {@code InvalidParameterException}
   */
  public static FilterPattern parse(@Nullable String text) {
    try {
      return FilterPattern.parse(text == null ? "" : text);
    } catch (PatternException e) {
      throw LogErrors.invalid(String.valueOf(e.getMessage()));
    }
  }
}
