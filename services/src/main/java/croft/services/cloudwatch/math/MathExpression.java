package croft.services.cloudwatch.math;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** An expression, understood. */
public final class MathExpression {
  private static final Pattern SELECT = Pattern.compile("(?is)\\s*SELECT\\s.*");
  private static final int DEPTH = 50;

  /** What binds weaker comes first. */
  private static final List<Set<String>> LEVELS =
      List.of(
          Set.of("||"),
          Set.of("&&"),
          Set.of("==", "!="),
          Set.of("<", "<=", ">", ">="),
          Set.of("+", "-"),
          Set.of("*", "/"));

  private final Tokens tokens;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> functions = new LinkedHashSet<>();
  private final Node root;
  private int depth;

  /**
   * Understands an expression.
   *
   * @throws MathException when it cannot be understood
   */
  public MathExpression(String text) {
    if (SELECT.matcher(text).matches()) {
      throw MathException.unsupported("A Metrics Insights query");
    }
    this.tokens = new Tokens(text);
    this.root = level(0);
    if (!tokens.isAtEnd()) {
      throw new MathException("Unexpected '" + tokens.peek().text() + "'");
    }
  }

  /** The ids and words it names, in order. */
  public Set<String> names() {
    return names;
  }

  /** The functions it calls, such as {@code SEARCH}. */
  public Set<String> functions() {
    return functions;
  }

  /**
   * Computes it.
   *
   * @throws MathException when that is not possible
   */
  public MathValue evaluate(MathScope scope) {
    return new Evaluation(scope).of(root);
  }

  private Node level(int number) {
    if (number == LEVELS.size()) {
      return unary();
    }
    Node left = level(number + 1);
    while (true) {
      String operator = operator();
      if (!LEVELS.get(number).contains(operator)) {
        return left;
      }
      tokens.next();
      left = new Node.Binary(operator, left, level(number + 1));
    }
  }

  private String operator() {
    Tokens.Token token = tokens.peek();
    return switch (token.kind()) {
      case SIGN -> token.text();
      case NAME ->
          switch (token.text().toUpperCase(Locale.ROOT)) {
            case "AND" -> "&&";
            case "OR" -> "||";
            default -> "";
          };
      case NUMBER, TEXT, END -> "";
    };
  }

  private Node unary() {
    if (++depth > DEPTH) {
      throw new MathException("The expression is nested too deeply");
    }
    try {
      if (tokens.take("-")) {
        return new Node.Negated(unary());
      }
      Node base = primary();
      return tokens.take("^") ? new Node.Binary("^", base, unary()) : base;
    } finally {
      depth--;
    }
  }

  private Node primary() {
    if (tokens.take("(")) {
      Node inner = level(0);
      tokens.require(")");
      return inner;
    }
    if (tokens.take("[")) {
      return new Node.Array(list("]"));
    }
    Tokens.Token token = tokens.next();
    return switch (token.kind()) {
      case NUMBER -> new Node.Literal(Double.parseDouble(token.text()));
      case TEXT -> new Node.Text(token.text());
      case NAME -> named(token.text());
      case SIGN, END ->
          throw new MathException(
              "Unexpected " + (token.text().isEmpty() ? "end" : "'" + token.text() + "'"));
    };
  }

  private Node named(String name) {
    if (tokens.take("(")) {
      String function = name.toUpperCase(Locale.ROOT);
      functions.add(function);
      return new Node.Call(function, list(")"));
    }
    names.add(name);
    return new Node.Name(name);
  }

  private List<Node> list(String end) {
    List<Node> elements = new ArrayList<>();
    if (tokens.take(end)) {
      return elements;
    }
    do {
      elements.add(level(0));
    } while (tokens.take(","));
    tokens.require(end);
    return elements;
  }
}
