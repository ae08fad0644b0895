package croft.services.cloudwatch.metric;

import java.util.List;

/** What was seen within one point. Numbers are finite and lie within ±2^360. */
public sealed interface Observation {

  /** One value. */
  record Value(double value) implements Observation {}

  /**
   * Many values, from which percentiles can be told.
   *
   * @param counts how often each value was seen, as many as values
   */
  record Values(List<Double> values, List<Double> counts) implements Observation {
    public Values {
      values = List.copyOf(values);
      counts = List.copyOf(counts);
    }

    /** Each seen once. */
    public static Values of(List<Double> values) {
      return new Values(values, values.stream().map(value -> 1.0).toList());
    }
  }

  /**
   * What is left of many values when they themselves are not told; no percentiles come of it unless
   * the minimum is the maximum.
   *
   * @param count how many there were, above zero
   */
  record Statistics(double count, double sum, double minimum, double maximum)
      implements Observation {}
}
