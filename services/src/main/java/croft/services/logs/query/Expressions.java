package croft.services.logs.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import croft.services.logs.query.Expression.Relation;
import croft.services.logs.query.Tokens.Kind;
import croft.services.logs.query.Tokens.Token;
import croft.services.operation.expression.BoundedPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads expressions. */
final class Expressions {
  private static final int DEEPEST = 100;

  private final Tokens tokens;
  private final Aggregates aggregates;
  private final List<String> columns = new ArrayList<>();
  private int depth;

  /** What reads calls such as {@code count(*)}. */
  @FunctionalInterface
  interface Aggregates {
    /** Reads one whose name was taken and whose arguments are next; empty when it is none. */
    Optional<Expression> read(Token name) throws QuerySyntaxException;
  }

  Expressions(Tokens tokens, Aggregates aggregates) {
    this.tokens = tokens;
    this.aggregates = aggregates;
  }

  /** Lets calls such as {@code count(*)} stand for columns that are named like them. */
  void knowColumns(List<String> names) {
    columns.clear();
    columns.addAll(names);
    columns.removeIf(name -> !name.endsWith(")"));
    columns.sort(Comparator.comparingInt(String::length).reversed());
  }

  /** Reads a condition or a value. */
  Expression read() throws QuerySyntaxException {
    if (++depth > DEEPEST) {
      throw tokens.fault("the expression is nested too deeply", tokens.peek());
    }
    Expression left = all();
    while (tokens.takeWordIf("or")) {
      left = new Expression.Either(left, all());
    }
    depth--;
    return left;
  }

  private Expression all() throws QuerySyntaxException {
    Expression left = one();
    while (tokens.takeWordIf("and")) {
      left = new Expression.Both(left, one());
    }
    return left;
  }

  private Expression one() throws QuerySyntaxException {
    int negations = 0;
    while (tokens.peek().isWord("not") || tokens.peek().is("!")) {
      tokens.take();
      negations++;
    }
    Expression inside = comparison();
    return negations % 2 == 1 ? new Expression.Not(inside) : inside;
  }

  private Expression comparison() throws QuerySyntaxException {
    Expression left = sum();
    if (tokens.takeWordIf("not")) {
      if (!tokens.peek().isWord("like") && !tokens.peek().isWord("in")) {
        throw tokens.unexpected();
      }
      return new Expression.Not(matched(left));
    }
    if (tokens.peek().isWord("like") || tokens.peek().isWord("in") || tokens.peek().is("=~")) {
      return matched(left);
    }
    for (Relation relation : Relation.values()) {
      if (tokens.takeIf(relation.symbol())) {
        return new Expression.Compared(relation, left, sum());
      }
    }
    return left;
  }

  private Expression matched(Expression left) throws QuerySyntaxException {
    if (tokens.take().isWord("in")) {
      return new Expression.OneOf(left, list());
    }
    if (tokens.peek().is("/")) {
      Token expression = tokens.takeExpression();
      Pattern pattern = pattern(expression);
      return isPlain(expression.text())
          ? new Expression.Holding(left, text(expression.text()))
          : new Expression.Found(left, pattern);
    }
    Token token = tokens.require(Kind.STRING);
    return new Expression.Holding(left, text(token.text()));
  }

  private static Expression text(String text) {
    return new Expression.Constant(new Value.Text(text));
  }

  /** Whether an expression says but its own letters. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(letter -> Character.isLetterOrDigit(letter) || letter == ' ');
  }

  private List<Expression> list() throws QuerySyntaxException {
    List<Expression> some = new ArrayList<>();
    tokens.require("[");
    if (!tokens.takeIf("]")) {
      do {
        some.add(sum());
      } while (tokens.takeIf(","));
      tokens.require("]");
    }
    return some;
  }

  private Expression sum() throws QuerySyntaxException {
    Expression left = product();
    while (tokens.peek().is("+") || tokens.peek().is("-")) {
      char operator = tokens.take().text().charAt(0);
      left = new Expression.Arithmetic(operator, left, product());
    }
    return left;
  }

  private Expression product() throws QuerySyntaxException {
    Expression left = power();
    while (tokens.peek().is("*") || tokens.peek().is("/") || tokens.peek().is("%")) {
      char operator = tokens.take().text().charAt(0);
      left = new Expression.Arithmetic(operator, left, power());
    }
    return left;
  }

  private Expression power() throws QuerySyntaxException {
    boolean negative = false;
    while (tokens.peek().is("-")) {
      tokens.take();
      negative = !negative;
    }
    Expression left = operand();
    while (tokens.takeIf("^")) {
      left = new Expression.Arithmetic('^', left, operand());
    }
    return negative
        ? new Expression.Arithmetic('-', new Expression.Constant(Value.of(0.0)), left)
        : left;
  }

  private Expression operand() throws QuerySyntaxException {
    for (String column : columns) {
      if (tokens.takeLiterally(column)) {
        return new Expression.Field(FieldName.of(column));
      }
    }
    Token token = tokens.take();
    return switch (token.kind()) {
      case STRING -> new Expression.Constant(Value.ofText(token.text()));
      case NUMBER -> number(token);
      case QUOTED_NAME -> field(token);
      case WORD -> word(token);
      case SYMBOL -> {
        if (!token.is("(")) {
          throw tokens.unexpected(token);
        }
        Expression inside = read();
        tokens.require(")");
        yield inside;
      }
      case PERIOD, END -> throw tokens.unexpected(token);
    };
  }

  private Expression number(Token token) throws QuerySyntaxException {
    Value value = Value.ofText(token.text());
    if (Double.isNaN(value.number())) {
      throw tokens.unexpected(token);
    }
    return new Expression.Constant(value);
  }

  private Expression word(Token token) throws QuerySyntaxException {
    if (tokens.peek().is("(")) {
      return call(token);
    }
    return switch (token.lower()) {
      case "true" -> new Expression.Constant(Value.Flag.YES);
      case "false" -> new Expression.Constant(Value.Flag.NO);
      case "null" -> new Expression.Constant(Value.Missing.VALUE);
      case "and", "or", "not", "in", "like", "as", "by" -> throw tokens.unexpected(token);
      default -> field(token);
    };
  }

  /** A field, or what is inside one: {@code parsed["name"]}, {@code parsed.list[0]}. */
  private Expression field(Token token) throws QuerySyntaxException {
    StringBuilder name = new StringBuilder(token.text());
    while (tokens.takeIf("[")) {
      Token inside = tokens.take();
      if (inside.kind() != Kind.STRING && inside.kind() != Kind.NUMBER) {
        throw tokens.unexpected(inside);
      }
      name.append('.').append(inside.text());
      tokens.require("]");
    }
    return new Expression.Field(FieldName.of(name.toString()));
  }

  private Expression call(Token name) throws QuerySyntaxException {
    Optional<Expression> aggregate = aggregates.read(name);
    if (aggregate.isPresent()) {
      return aggregate.get();
    }
    tokens.require("(");
    return switch (name.lower()) {
      case "now" -> {
        tokens.require(")");
        yield new Expression.Now();
      }
      case "bin" -> {
        Period period = period();
        tokens.require(")");
        Expression at = new Expression.Field(FieldName.of("@timestamp"));
        yield new Expression.Rounded(at, period, false);
      }
      case "datefloor", "dateceil" -> {
        Expression moment = read();
        tokens.require(",");
        Period period = period();
        tokens.require(")");
        yield new Expression.Rounded(moment, period, name.isWord("dateceil"));
      }
      default -> call(name, function(name));
    };
  }

  private Function function(Token name) throws QuerySyntaxException {
    Optional<Function> function = Function.named(name.text());
    if (function.isEmpty()) {
      throw tokens.fault("unknown function " + name.text(), name);
    }
    return function.get();
  }

  private Expression call(Token name, Function function) throws QuerySyntaxException {
    List<Expression> arguments = new ArrayList<>();
    if (!tokens.takeIf(")")) {
      do {
        arguments.add(read());
      } while (tokens.takeIf(","));
      tokens.require(")");
    }
    if (!function.takes(arguments.size())) {
      throw tokens.fault("invalid number of arguments for function " + name.text(), name);
    }
    return new Expression.Call(function, arguments);
  }

  private Period period() throws QuerySyntaxException {
    Token token = tokens.take();
    String text = token.text();
    if (token.kind() == Kind.NUMBER && tokens.peek().kind() == Kind.WORD) {
      text += tokens.take().text();
    }
    Optional<Period> period =
        token.kind() == Kind.NUMBER || token.kind() == Kind.PERIOD
            ? Period.parse(text)
            : Optional.empty();
    if (period.isEmpty()) {
      throw tokens.unexpected(token);
    }
    return period.get();
  }

  /** Compiles a regular expression. */
  Pattern pattern(Token token) throws QuerySyntaxException {
    try {
      return BoundedPattern.compile(token.text());
    } catch (PatternSyntaxException e) {
      throw tokens.fault("invalid regular expression: " + e.getDescription(), token);
    }
  }
}
