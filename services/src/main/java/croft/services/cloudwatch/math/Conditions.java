package croft.services.cloudwatch.math;

import croft.services.cloudwatch.math.MathValue.Line;
import croft.services.cloudwatch.math.MathValue.Lines;
import croft.services.cloudwatch.math.MathValue.Scalar;
import croft.services.cloudwatch.math.MathValue.Text;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** IF. */
final class Conditions {
  private Conditions() {}

  static MathValue choose(Arguments given) {
    given.size(2, 3);
    return switch (given.get(0)) {
      case Scalar(double number) -> {
        if (number == 0 && given.count() == 2) {
          throw new MathException("IF needs a value for a condition that does not hold");
        }
        yield number != 0 ? given.get(1) : given.get(2);
      }
      case Line condition -> pointwise(condition, given);
      case Lines lines -> throw given.mismatch(lines);
      case Text text -> throw given.mismatch(text);
    };
  }

  private static Line pointwise(Line condition, Arguments given) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    condition
        .points()
        .forEach((at, holds) -> {
          int chosen = holds != 0 ? 1 : 2;
          if (chosen < given.count()) {
            at(given, chosen, at).ifPresent(value -> points.put(at, value));
          }
        });
    return new Line(Subject.EXPRESSION, condition.period(), points);
  }

  private static Optional<Double> at(Arguments given, int index, long time) {
    return switch (given.get(index)) {
      case Scalar(double number) -> Optional.of(number).filter(Double::isFinite);
      case Line line -> Optional.ofNullable(line.points().get(time));
      case Lines lines -> throw given.mismatch(lines);
      case Text text -> throw given.mismatch(text);
    };
  }
}
