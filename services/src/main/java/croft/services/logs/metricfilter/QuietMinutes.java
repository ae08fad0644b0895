package croft.services.logs.metricfilter;

import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.MetricSink;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Publishes the default values of metric filters: for a minute in which events came and none
 * matched. Known in memory alone: a restart leaves out the minutes that were open.
 */
public final class QuietMinutes implements Reconciler {
  private static final Duration CLOSED_AFTER = Duration.ofMinutes(2);

  private final InstantSource time;
  private final MetricSink sink;
  private final Map<Minute, Boolean> minutes = new HashMap<>();

  private record Minute(MetricFilter filter, long begin) {}

  public QuietMinutes(InstantSource time, MetricSink sink) {
    this.time = time;
    this.sink = sink;
  }

  /** That events of a minute came, and whether one matched. */
  synchronized void note(MetricFilter filter, long begin, boolean matched) {
    minutes.merge(new Minute(filter, begin), matched, Boolean::logicalOr);
  }

  @Override
  public String name() {
    return "logs-quiet-minutes";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void reconcile() {
    Map<String, List<MetricPoint>> points = new HashMap<>();
    closed()
        .forEach((minute, matched) -> {
          if (!matched) {
            points
                .computeIfAbsent(minute.filter.scope(), scope -> new ArrayList<>())
                .add(point(minute));
          }
        });
    points.forEach(sink::publish);
  }

  private synchronized Map<Minute, Boolean> closed() {
    long before = time.instant().minus(CLOSED_AFTER).toEpochMilli();
    Map<Minute, Boolean> closed = new HashMap<>();
    minutes.forEach((minute, matched) -> {
      if (minute.begin <= before) {
        closed.put(minute, matched);
      }
    });
    minutes.keySet().removeAll(closed.keySet());
    return closed;
  }

  private static MetricPoint point(Minute minute) {
    MetricFilter.Transformation transformation = minute.filter.transformation();
    MetricKey key = new MetricKey(transformation.namespace(), transformation.metric(), Map.of());
    return MetricPoint.of(
        key,
        Objects.requireNonNullElse(transformation.otherwise(), 0.0),
        transformation.unit(),
        Instant.ofEpochMilli(minute.begin));
  }
}
