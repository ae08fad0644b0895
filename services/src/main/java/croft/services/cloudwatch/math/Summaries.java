package croft.services.cloudwatch.math;

import java.util.Collection;

/** One number of many. */
final class Summaries {
  private Summaries() {}

  /** By the function's name; NaN of no values, for what has no value then. */
  static double of(String name, Collection<Double> values) {
    double[] all = values.stream().mapToDouble(value -> value).toArray();
    double sum = 0;
    double least = Double.NaN;
    double most = Double.NaN;
    for (double value : all) {
      sum += value;
      least = least <= value ? least : value;
      most = most >= value ? most : value;
    }
    return switch (name) {
      case "SUM" -> sum;
      case "COUNT" -> all.length;
      case "AVG" -> sum / all.length;
      case "MIN" -> least;
      case "MAX" -> most;
      case "STDDEV" -> deviation(all, sum / all.length);
      default -> throw new MathException("Unknown function: " + name);
    };
  }

  private static double deviation(double[] all, double mean) {
    double squares = 0;
    for (double value : all) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / all.length);
  }
}
