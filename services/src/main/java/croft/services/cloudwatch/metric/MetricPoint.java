package croft.services.cloudwatch.metric;

import java.time.Instant;
import java.util.Map;

/**
 * What was observed of one metric at one time.
 *
 * @param unit one of CloudWatch's, such as {@code Count}, {@code Bytes}, {@code Seconds}; {@code
 *     None} where there is none
 * @param resolutionSeconds 60, or 1 for a point that is also kept by the second, for three hours
 */
public record MetricPoint(
    MetricKey metric, Observation observation, String unit, Instant at, int resolutionSeconds) {

  /** One value, kept by the minute. */
  public static MetricPoint of(MetricKey metric, double value, String unit, Instant at) {
    return new MetricPoint(metric, new Observation.Value(value), unit, at, 60);
  }

  /** One value of a metric named in place, kept by the minute. */
  public static MetricPoint of(
      String namespace, String name, Map<String, String> dimensions, double value, Instant at) {
    return of(new MetricKey(namespace, name, dimensions), value, "None", at);
  }

  /** The same with another unit. */
  public MetricPoint in(String otherUnit) {
    return new MetricPoint(metric, observation, otherUnit, at, resolutionSeconds);
  }

  /** The same, of many values or a statistic set. */
  public MetricPoint observing(Observation other) {
    return new MetricPoint(metric, other, unit, at, resolutionSeconds);
  }

  /** The same, kept by the second too. */
  public MetricPoint bySecond() {
    return new MetricPoint(metric, observation, unit, at, 1);
  }
}
