package croft.services.logs.event;

import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.cloudwatch.metric.Observation;
import croft.services.logs.block.Draft;
import croft.services.logs.loggroup.LogGroup;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes how much came in: {@code IncomingLogEvents} and {@code IncomingBytes} of {@code
 * AWS/Logs}, once a minute.
 */
public final class LogMeter implements EventListener, Reconciler {
  private final InstantSource time;
  private final MetricSink sink;
  private Map<Place, Sum> sums = new HashMap<>();

  private record Place(String scope, String group) {}

  /** What came in a minute, in so many calls. */
  private record Sum(double calls, double events, double bytes) {
    Sum and(Sum other) {
      return new Sum(calls + other.calls, events + other.events, bytes + other.bytes);
    }
  }

  public LogMeter(InstantSource time, MetricSink sink) {
    this.time = time;
    this.sink = sink;
  }

  @Override
  public Optional<Reaction> look(LogGroup group, String stream, List<Draft> events) {
    double bytes = events.stream().mapToInt(Draft::textBytes).sum();
    Sum sum = new Sum(1, events.size(), bytes);
    return Optional.of(
        new Reaction() {
          @Override
          public void after() {
            count(new Place(group.scope(), group.name()), sum);
          }
        });
  }

  private synchronized void count(Place place, Sum sum) {
    sums.merge(place, sum, Sum::and);
  }

  private synchronized Map<Place, Sum> taken() {
    Map<Place, Sum> all = sums;
    sums = new HashMap<>();
    return all;
  }

  @Override
  public String name() {
    return "logs-meter";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void reconcile() {
    Instant now = time.instant();
    Map<String, List<MetricPoint>> points = new HashMap<>();
    taken()
        .forEach((place, sum) -> {
          List<MetricPoint> some = points.computeIfAbsent(place.scope, scope -> new ArrayList<>());
          some.add(point(place, "IncomingLogEvents", "None", sum.calls, sum.events, now));
          some.add(point(place, "IncomingBytes", "Bytes", sum.calls, sum.bytes, now));
        });
    points.forEach(sink::publish);
  }

  private static MetricPoint point(
      Place place, String name, String unit, double calls, double sum, Instant now) {
    MetricKey key = new MetricKey("AWS/Logs", name, Map.of("LogGroupName", place.group));
    // Of each call the mean alone is known: its least and most are not told apart.
    return MetricPoint.of(key, sum, unit, now)
        .observing(new Observation.Statistics(calls, sum, sum / calls, sum / calls));
  }
}
