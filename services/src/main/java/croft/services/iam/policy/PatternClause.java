package croft.services.iam.policy;

import java.util.List;

/**
 * An Action, NotAction, Resource or NotResource element.
 *
 * @param negated whether everything but what the patterns match is meant
 */
public record PatternClause(boolean negated, List<TextPattern> patterns) {

  public PatternClause {
    patterns = List.copyOf(patterns);
  }

  boolean matches(String text, RequestContext context) {
    for (TextPattern pattern : patterns) {
      if (pattern.matches(text, context)) {
        return !negated;
      }
    }
    return negated;
  }
}
