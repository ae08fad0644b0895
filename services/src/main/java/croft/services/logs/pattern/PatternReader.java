package croft.services.logs.pattern;

import java.util.function.IntPredicate;

/** Reads a pattern's text from left to right. */
final class PatternReader {
  private final String text;
  private int at;

  PatternReader(String text) {
    this.text = text;
  }

  PatternException fault(String what) {
    return new PatternException("Invalid filter pattern: " + what + " at position " + (at + 1));
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** The next character; 0 at the end. */
  char peek() {
    return atEnd() ? 0 : text.charAt(at);
  }

  char next() throws PatternException {
    if (atEnd()) {
      throw fault("unexpected end");
    }
    return text.charAt(at++);
  }

  void skipSpaces() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  /** Takes these characters when they are next, after spaces. */
  boolean take(String expected) {
    skipSpaces();
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  /** Takes a word in either case when it is next and ends there. */
  boolean takeWord(String word) {
    skipSpaces();
    int end = at + word.length();
    boolean there =
        text.regionMatches(true, at, word, 0, word.length())
            && (end >= text.length() || !Character.isLetterOrDigit(text.charAt(end)));
    if (there) {
      at = end;
    }
    return there;
  }

  void require(String expected) throws PatternException {
    if (!take(expected)) {
      throw fault("expected '" + expected + "'");
    }
  }

  /** The longest run of such characters; it may be empty. */
  String run(IntPredicate wanted) {
    int begin = at;
    while (!atEnd() && wanted.test(peek())) {
      at++;
    }
    return text.substring(begin, at);
  }

  /** What stands between two such characters, of which the first was taken; {@code \} escapes. */
  String until(char end) throws PatternException {
    StringBuilder inside = new StringBuilder();
    for (char next = next(); next != end; next = next()) {
      if (next == '\\' && (peek() == end || peek() == '\\')) {
        next = next();
      }
      inside.append(next);
    }
    return inside.toString();
  }

  /** A regular expression, whose first {@code %} was taken. */
  String expression() throws PatternException {
    StringBuilder inside = new StringBuilder();
    for (char next = next(); next != '%'; next = next()) {
      inside.append(next);
    }
    return inside.toString();
  }
}
