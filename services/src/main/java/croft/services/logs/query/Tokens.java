package croft.services.logs.query;

import java.util.Locale;

/** A query's words, read from left to right. */
final class Tokens {
  private final String text;
  private Token next;
  private int endOfLast;

  /** What a token is. */
  enum Kind {
    /** A name or a keyword. */
    WORD,
    /** A name in backticks. */
    QUOTED_NAME,
    STRING,
    NUMBER,
    /** A number with letters behind it: {@code 5m}. */
    PERIOD,
    SYMBOL,
    END
  }

  /**
   * A token.
   *
   * @param text without quotes
   */
  record Token(Kind kind, String text, int begin, int end) {
    boolean is(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    String lower() {
      return text.toLowerCase(Locale.ROOT);
    }
  }

  Tokens(String text) throws QuerySyntaxException {
    this.text = text;
    this.next = read(0);
  }

  Token peek() {
    return next;
  }

  Token take() throws QuerySyntaxException {
    Token taken = next;
    endOfLast = taken.end();
    next = read(taken.end());
    return taken;
  }

  boolean takeIf(String symbol) throws QuerySyntaxException {
    boolean there = next.is(symbol);
    if (there) {
      take();
    }
    return there;
  }

  boolean takeWordIf(String word) throws QuerySyntaxException {
    boolean there = next.isWord(word);
    if (there) {
      take();
    }
    return there;
  }

  void require(String symbol) throws QuerySyntaxException {
    if (!takeIf(symbol)) {
      throw unexpected();
    }
  }

  void requireWord(String word) throws QuerySyntaxException {
    if (!takeWordIf(word)) {
      throw unexpected();
    }
  }

  Token require(Kind kind) throws QuerySyntaxException {
    if (next.kind() != kind) {
      throw unexpected();
    }
    return take();
  }

  /** What stands between a place and the last token that was taken. */
  String since(int begin) {
    return text.substring(begin, endOfLast);
  }

  /** Takes this text, to its last character, if it is next. */
  boolean takeLiterally(String expected) throws QuerySyntaxException {
    boolean there = text.startsWith(expected, next.begin());
    if (there) {
      endOfLast = next.begin() + expected.length();
      next = read(endOfLast);
    }
    return there;
  }

  /** Takes a regular expression whose first slash is next. */
  Token takeExpression() throws QuerySyntaxException {
    int begin = next.begin();
    StringBuilder inside = new StringBuilder();
    for (int at = begin + 1; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '/') {
        endOfLast = at + 1;
        next = read(at + 1);
        return new Token(Kind.STRING, inside.toString(), begin, at + 1);
      }
      if (letter == '\\' && at + 1 < text.length()) {
        at++;
        if (text.charAt(at) != '/') {
          inside.append(letter);
        }
        letter = text.charAt(at);
      }
      inside.append(letter);
    }
    throw fault("unexpected end of the regular expression", begin, text.length());
  }

  QuerySyntaxException unexpected() {
    return unexpected(next);
  }

  QuerySyntaxException unexpected(Token token) {
    return token.kind() == Kind.END
        ? fault("unexpected end of query", token.begin(), token.end())
        : fault(
            "unexpected symbol found " + text.substring(token.begin(), token.end()),
            token.begin(),
            token.end());
  }

  QuerySyntaxException fault(String what, Token token) {
    return fault(what, token.begin(), token.end());
  }

  private QuerySyntaxException fault(String what, int begin, int end) {
    int line = 1;
    int lineBegin = 0;
    for (int i = 0; i < begin; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineBegin = i + 1;
      }
    }
    int position = begin - lineBegin + 1;
    return new QuerySyntaxException(
        what + " at line " + line + " and position " + position, begin, end);
  }

  private Token read(int from) throws QuerySyntaxException {
    int begin = behindBlanks(from);
    if (begin == text.length()) {
      return new Token(Kind.END, "", begin, begin);
    }
    char first = text.charAt(begin);
    if (first == '"' || first == '\'' || first == '`') {
      return quoted(begin, first);
    }
    boolean fraction = first == '.' && begin + 1 < text.length() && isDigit(begin + 1);
    if (isDigit(begin) || fraction) {
      return number(begin);
    }
    if (isNamePart(first)) {
      int end = run(begin);
      return new Token(Kind.WORD, text.substring(begin, end), begin, end);
    }
    for (String symbol : new String[] {"!=", "<=", ">=", "=~"}) {
      if (text.startsWith(symbol, begin)) {
        return new Token(Kind.SYMBOL, symbol, begin, begin + 2);
      }
    }
    int end = text.offsetByCodePoints(begin, 1);
    return new Token(Kind.SYMBOL, text.substring(begin, end), begin, end);
  }

  private int behindBlanks(int from) {
    int at = from;
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        break;
      }
    }
    return at;
  }

  private Token quoted(int begin, char quote) throws QuerySyntaxException {
    StringBuilder inside = new StringBuilder();
    for (int at = begin + 1; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == quote) {
        Kind kind = quote == '`' ? Kind.QUOTED_NAME : Kind.STRING;
        return new Token(kind, inside.toString(), begin, at + 1);
      }
      if (letter == '\\' && quote != '`' && at + 1 < text.length()) {
        at++;
        switch (text.charAt(at)) {
          case 'n' -> inside.append('\n');
          case 't' -> inside.append('\t');
          case '\\', '"', '\'' -> inside.append(text.charAt(at));
          default -> inside.append('\\').append(text.charAt(at));
        }
      } else {
        inside.append(letter);
      }
    }
    throw fault("unexpected end of the text in quotes", begin, text.length());
  }

  private Token number(int begin) {
    int end = begin;
    while (end < text.length() && (isDigit(end) || text.charAt(end) == '.')) {
      end++;
    }
    int exponent = end;
    if (end < text.length() && Character.toLowerCase(text.charAt(end)) == 'e') {
      exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
    }
    if (exponent > end && exponent < text.length() && isDigit(exponent)) {
      end = exponent;
      while (end < text.length() && isDigit(end)) {
        end++;
      }
    }
    int behind = run(end);
    Kind kind = behind > end ? Kind.PERIOD : Kind.NUMBER;
    return new Token(kind, text.substring(begin, behind), begin, behind);
  }

  private int run(int begin) {
    int end = begin;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean isDigit(int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static boolean isNamePart(char letter) {
    return Character.isLetterOrDigit(letter) || letter == '_' || letter == '@' || letter == '.';
  }
}
