package croft.services.cloudwatch.math;

import croft.services.cloudwatch.metric.MetricKey;
import org.jspecify.annotations.Nullable;

/**
 * What a line shows.
 *
 * @param metric null for what several metrics came to
 * @param statistic of the metric; empty for an expression
 */
public record Subject(@Nullable MetricKey metric, String statistic) {
  /** The outcome of an expression. */
  public static final Subject EXPRESSION = new Subject(null, "");
}
