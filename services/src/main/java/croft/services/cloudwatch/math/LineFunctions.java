package croft.services.cloudwatch.math;

import croft.services.cloudwatch.math.MathValue.Line;
import croft.services.cloudwatch.math.MathValue.Lines;
import croft.services.cloudwatch.math.MathValue.Scalar;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Functions that look from one point to the next, and those that choose among lines. */
final class LineFunctions {
  private LineFunctions() {}

  static MathValue call(String name, Arguments given) {
    return switch (name) {
      case "REMOVE_EMPTY" ->
          new Lines(given.lines(0).stream().filter(line -> !line.points().isEmpty()).toList());
      case "FIRST", "LAST" -> end(name.equals("FIRST"), given);
      default ->
          given.get(0) instanceof Lines(List<Line> lines)
              ? new Lines(lines.stream().map(line -> along(name, line)).toList())
              : along(name, given.line(0));
    };
  }

  private static MathValue end(boolean first, Arguments given) {
    if (given.get(0) instanceof Lines(List<Line> lines)) {
      if (lines.isEmpty()) {
        throw new MathException("There is no time series");
      }
      return first ? lines.getFirst() : lines.getLast();
    }
    NavigableMap<Long, Double> points = given.line(0).points();
    if (points.isEmpty()) {
      return new Scalar(Double.NaN);
    }
    return new Scalar((first ? points.firstEntry() : points.lastEntry()).getValue());
  }

  private static Line along(String name, Line line) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    Map.Entry<Long, Double> last = null;
    double sum = 0;
    for (Map.Entry<Long, Double> point : line.points().entrySet()) {
      sum += point.getValue();
      if (name.equals("RUNNING_SUM")) {
        points.put(point.getKey(), sum);
      } else if (last != null) {
        double seconds = (double) point.getKey() - last.getKey();
        double step = point.getValue() - last.getValue();
        points.put(
            point.getKey(),
            switch (name) {
              case "DIFF" -> step;
              case "DIFF_TIME" -> seconds;
              case "RATE" -> step / seconds;
              default -> throw new MathException("Unknown function: " + name);
            });
      }
      last = point;
    }
    return line.with(points);
  }

  /** The value for a time without one: the last one before, or on the way to the next one. */
  static Optional<Double> between(Line line, long at, boolean linear) {
    Map.Entry<Long, Double> before = line.points().lowerEntry(at);
    if (before == null) {
      return Optional.empty();
    }
    if (!linear) {
      return Optional.of(before.getValue());
    }
    Map.Entry<Long, Double> after = line.points().higherEntry(at);
    if (after == null) {
      return Optional.empty();
    }
    double way = (double) (at - before.getKey()) / (after.getKey() - before.getKey());
    return Optional.of(before.getValue() + way * (after.getValue() - before.getValue()));
  }
}
