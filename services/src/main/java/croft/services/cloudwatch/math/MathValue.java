package croft.services.cloudwatch.math;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** What an expression, or a part of it, comes to. */
public sealed interface MathValue {

  /** What it is called in errors. */
  String kind();

  /** One number. */
  record Scalar(double number) implements MathValue {
    @Override
    public String kind() {
      return "Scalar";
    }
  }

  /** A text, such as what to search for. */
  record Text(String text) implements MathValue {
    @Override
    public String kind() {
      return "String";
    }
  }

  /**
   * A time series.
   *
   * @param subject what it shows
   * @param period the seconds from one point to the next
   * @param points values by the second their period begins, since 1970
   */
  record Line(Subject subject, int period, NavigableMap<Long, Double> points) implements MathValue {
    @Override
    public String kind() {
      return "TimeSeries";
    }

    /** The same line with other points. */
    Line with(NavigableMap<Long, Double> others) {
      return new Line(subject, period, others);
    }

    /** Each point through a function; what has no value is left out. */
    Line map(DoubleUnaryOperator function) {
      NavigableMap<Long, Double> mapped = new TreeMap<>();
      points.forEach((at, value) -> {
        double result = function.applyAsDouble(value);
        if (Double.isFinite(result)) {
          mapped.put(at, result);
        }
      });
      return with(mapped);
    }
  }

  /** Several time series. */
  record Lines(List<Line> lines) implements MathValue {
    public Lines {
      lines = List.copyOf(lines);
    }

    @Override
    public String kind() {
      return "TimeSeries[]";
    }
  }
}
