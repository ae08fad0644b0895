package croft.services.logs.metricfilter;

import croft.store.Table;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what events of a group say.
 *
 * @param group the group's key
 * @param scope {@code account/region}
 * @param createdAt milliseconds since the epoch
 */
public record MetricFilter(
    long group,
    String scope,
    String groupName,
    String name,
    String pattern,
    long createdAt,
    Transformation transformation) {

  /** By the key of the group and name. */
  public static final Table<MetricFilter> TABLE =
      Table.of(
              "logs_metric_filter",
              MetricFilter.class,
              filter -> Long.toString(filter.group),
              MetricFilter::name)
          .index("place", MetricFilter::scope);

  /**
   * What an event that matches becomes.
   *
   * @param value a number, or where in the event it stands: {@code $.latency}, {@code $size}
   * @param otherwise the value of a minute in which events came and none matched; null for none
   * @param dimensions where in the event their values stand, by name
   * @param unit {@code None} when not said
   */
  public record Transformation(
      String namespace,
      String metric,
      String value,
      @Nullable Double otherwise,
      Map<String, String> dimensions,
      String unit) {
    public Transformation {
      dimensions = Map.copyOf(dimensions);
    }
  }
}
