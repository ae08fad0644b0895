package croft.services.cloudwatch.math;

import croft.services.cloudwatch.math.MathValue.Line;
import croft.services.cloudwatch.math.MathValue.Lines;
import croft.services.cloudwatch.math.MathValue.Scalar;
import croft.services.cloudwatch.math.MathValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/** Computes an expression. */
final class Evaluation {
  private final MathScope scope;
  private final Functions functions;

  Evaluation(MathScope scope) {
    this.scope = scope;
    this.functions = new Functions(scope);
  }

  MathValue of(Node node) {
    return switch (node) {
      case Node.Literal(double value) -> new Scalar(value);
      case Node.Text(String value) -> new Text(value);
      case Node.Name(String id) ->
          scope.named(id).orElseThrow(() -> new MathException("Undefined variable: " + id));
      case Node.Negated(Node operand) -> binary("-", new Scalar(0), of(operand));
      case Node.Binary(String operator, Node left, Node right) ->
          binary(operator, of(left), of(right));
      case Node.Array(List<Node> elements) -> array(elements);
      case Node.Call call -> call(call);
    };
  }

  private Lines array(List<Node> elements) {
    List<Line> lines = new ArrayList<>();
    for (Node element : elements) {
      switch (of(element)) {
        case Line line -> lines.add(line);
        case Lines many -> lines.addAll(many.lines());
        case Scalar(double number) -> lines.add(functions.constant(number));
        case Text text -> throw new MathException("A list holds no " + text.kind());
      }
    }
    return new Lines(lines);
  }

  private MathValue call(Node.Call call) {
    List<MathValue> arguments = new ArrayList<>();
    for (Node argument : call.arguments()) {
      arguments.add(
          argument instanceof Node.Name(String word) && functions.isWord(call.function(), word)
              ? new Text(word)
              : of(argument));
    }
    return functions.call(call.function(), arguments);
  }

  private static MathValue binary(String operator, MathValue left, MathValue right) {
    DoubleBinaryOperator function = function(operator);
    return switch (left) {
      case Scalar(double one) ->
          switch (right) {
            case Scalar(double other) -> new Scalar(function.applyAsDouble(one, other));
            case Line line -> line.map(other -> function.applyAsDouble(one, other));
            case Lines(List<Line> lines) ->
                new Lines(
                    lines.stream()
                        .map(line -> line.map(other -> function.applyAsDouble(one, other)))
                        .toList());
            case Text text -> throw mismatch(operator, left, text);
          };
      case Line line -> withLine(operator, line, right);
      case Lines(List<Line> lines) ->
          right instanceof Lines
              ? refuse(operator, left, right)
              : new Lines(
                  lines.stream().map(line -> (Line) withLine(operator, line, right)).toList());
      case Text text -> throw mismatch(operator, text, right);
    };
  }

  private static MathValue withLine(String operator, Line line, MathValue right) {
    DoubleBinaryOperator function = function(operator);
    return switch (right) {
      case Scalar(double other) -> line.map(one -> function.applyAsDouble(one, other));
      case Line other -> both(line, other, function);
      case Lines(List<Line> lines) ->
          new Lines(lines.stream().map(other -> both(line, other, function)).toList());
      case Text text -> throw mismatch(operator, line, text);
    };
  }

  /** Where both have a point. */
  private static Line both(Line left, Line right, DoubleBinaryOperator function) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    left.points()
        .forEach((at, one) -> {
          Double other = right.points().get(at);
          if (other != null) {
            double result = function.applyAsDouble(one, other);
            if (Double.isFinite(result)) {
              points.put(at, result);
            }
          }
        });
    return new Line(Subject.EXPRESSION, Math.max(left.period(), right.period()), points);
  }

  private static MathValue refuse(String operator, MathValue left, MathValue right) {
    throw mismatch(operator, left, right);
  }

  private static MathException mismatch(String operator, MathValue left, MathValue right) {
    return new MathException(
        "Unsupported operand types for " + operator + ": " + left.kind() + ", " + right.kind());
  }

  private static DoubleBinaryOperator function(String operator) {
    return switch (operator) {
      case "+" -> Double::sum;
      case "-" -> (one, other) -> one - other;
      case "*" -> (one, other) -> one * other;
      case "/" -> (one, other) -> one / other;
      case "^" -> Math::pow;
      case "<" -> (one, other) -> one < other ? 1 : 0;
      case "<=" -> (one, other) -> one <= other ? 1 : 0;
      case ">" -> (one, other) -> one > other ? 1 : 0;
      case ">=" -> (one, other) -> one >= other ? 1 : 0;
      case "==" -> (one, other) -> one == other ? 1 : 0;
      case "!=" -> (one, other) -> one != other ? 1 : 0;
      case "&&" -> (one, other) -> one != 0 && other != 0 ? 1 : 0;
      case "||" -> (one, other) -> one != 0 || other != 0 ? 1 : 0;
      default -> throw new MathException("Unknown operator " + operator);
    };
  }
}
