package croft.services.cloudwatch.math;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression, read one after another. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)"
              + "|(?<text>'[^']*'|\"[^\"]*\")"
              + "|(?<name>[A-Za-z_][A-Za-z0-9_.]*)"
              + "|(?<sign><=|>=|==|!=|&&|\\|\\||[-+*/^()<>,\\[\\]]))");

  /** Of what kind a word is. */
  enum Kind {
    NUMBER,
    TEXT,
    NAME,
    SIGN,
    END
  }

  record Token(Kind kind, String text) {}

  private final List<Token> tokens = new ArrayList<>();
  private int at;

  Tokens(String expression) {
    Matcher matcher = TOKEN.matcher(expression);
    int end = expression.stripTrailing().length();
    int position = 0;
    while (position < end) {
      matcher.region(position, end);
      if (!matcher.lookingAt()) {
        throw new MathException("Unexpected character at position " + position);
      }
      tokens.add(token(matcher));
      position = matcher.end();
    }
    tokens.add(new Token(Kind.END, ""));
  }

  private static Token token(Matcher matcher) {
    if (matcher.group("number") != null) {
      return new Token(Kind.NUMBER, matcher.group("number"));
    }
    if (matcher.group("text") != null) {
      String quoted = matcher.group("text");
      return new Token(Kind.TEXT, quoted.substring(1, quoted.length() - 1));
    }
    return matcher.group("name") != null
        ? new Token(Kind.NAME, matcher.group("name"))
        : new Token(Kind.SIGN, matcher.group("sign"));
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  /** Whether the next word is this sign; it is taken then. */
  boolean take(String sign) {
    Token token = peek();
    if (token.kind() == Kind.SIGN && token.text().equals(sign)) {
      at++;
      return true;
    }
    return false;
  }

  void require(String sign) {
    if (!take(sign)) {
      throw new MathException(
          "Expected '" + sign + "' but found '" + (isAtEnd() ? "end" : peek().text()) + "'");
    }
  }

  boolean isAtEnd() {
    return peek().kind() == Kind.END;
  }
}
