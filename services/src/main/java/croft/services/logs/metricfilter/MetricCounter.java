package croft.services.logs.metricfilter;

import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import croft.services.logs.block.Draft;
import croft.services.logs.event.EventListener;
import croft.services.logs.event.Patterns;
import croft.services.logs.loggroup.LogGroup;
import croft.services.logs.loggroup.LogsParts;
import croft.services.logs.pattern.FilterPattern;
import croft.store.Store;
import croft.store.UntilChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what metric filters see, by the minute of the events. Publishing follows keeping: a
 * crash in between loses the points of a call that was never answered.
 */
public final class MetricCounter implements EventListener {
  private static final long MINUTE_MILLIS = 60_000;

  private final LogsParts parts;
  private final QuietMinutes quiet;
  private final UntilChanged<Long, List<Compiled>> known;

  private record Compiled(MetricFilter filter, FilterPattern pattern) {}

  /** A metric and a minute of it. */
  private record Cell(MetricKey metric, String unit, long minute) {}

  public MetricCounter(LogsParts parts, QuietMinutes quiet) {
    this.parts = parts;
    this.quiet = quiet;
    this.known = new UntilChanged<>(parts.store().changes(MetricFilter.TABLE));
  }

  @Override
  public Optional<Reaction> look(LogGroup group, String stream, List<Draft> events) {
    List<Compiled> filters =
        known.get(group.key(), key -> Optional.of(compiled(parts.store(), key))).orElse(List.of());
    if (filters.isEmpty()) {
      return Optional.empty();
    }
    Map<Cell, List<Double>> values = new HashMap<>();
    filters.forEach(filter -> count(filter, events, values));
    return Optional.of(
        new Reaction() {
          @Override
          public void after() {
            parts.sink().publish(group.scope(), points(values));
            filters.forEach(filter -> noteQuiet(filter, events));
          }
        });
  }

  private static List<Compiled> compiled(Store store, long group) {
    return store
        .<List<MetricFilter>>read(tx -> tx.list(MetricFilter.TABLE, Long.toString(group)))
        .stream()
        .map(filter -> new Compiled(filter, Patterns.parse(filter.pattern())))
        .toList();
  }

  private static void count(Compiled filter, List<Draft> events, Map<Cell, List<Double>> values) {
    MetricFilter.Transformation transformation = filter.filter.transformation();
    for (Draft event : events) {
      if (!filter.pattern.matches(event.message())) {
        continue;
      }
      Double value = value(filter, event.message());
      Map<String, String> dimensions = dimensions(filter, event.message());
      if (value != null && dimensions != null) {
        MetricKey metric =
            new MetricKey(transformation.namespace(), transformation.metric(), dimensions);
        Cell cell = new Cell(metric, transformation.unit(), minute(event));
        values.computeIfAbsent(cell, key -> new ArrayList<>()).add(value);
      }
    }
  }

  private static @Nullable Double value(Compiled filter, String message) {
    String value = filter.filter.transformation().value();
    Optional<String> text =
        value.startsWith("$") ? filter.pattern.value(message, value) : Optional.of(value);
    return text.flatMap(FilterPattern::number).orElse(null);
  }

  /** Null when the event lacks one of them: AWS publishes nothing then. */
  private static @Nullable Map<String, String> dimensions(Compiled filter, String message) {
    Map<String, String> wanted = filter.filter.transformation().dimensions();
    if (wanted.isEmpty()) {
      return wanted;
    }
    Map<String, String> dimensions = new TreeMap<>();
    for (Map.Entry<String, String> one : wanted.entrySet()) {
      String field = filter.pattern.value(message, one.getValue()).orElse("");
      if (field.isEmpty()) {
        return null;
      }
      dimensions.put(one.getKey(), field);
    }
    return dimensions;
  }

  private static long minute(Draft event) {
    return event.at() - Math.floorMod(event.at(), MINUTE_MILLIS);
  }

  private static List<MetricPoint> points(Map<Cell, List<Double>> values) {
    List<MetricPoint> points = new ArrayList<>();
    values.forEach((cell, seen) ->
        points.add(
            MetricPoint.of(cell.metric, 0, cell.unit, Instant.ofEpochMilli(cell.minute))
                .observing(Observation.Values.of(seen))));
    return points;
  }

  private void noteQuiet(Compiled filter, List<Draft> events) {
    if (filter.filter.transformation().otherwise() == null) {
      return;
    }
    Set<Long> matched = new HashSet<>();
    Set<Long> all = new HashSet<>();
    for (Draft event : events) {
      all.add(minute(event));
      if (filter.pattern.matches(event.message())) {
        matched.add(minute(event));
      }
    }
    all.forEach(minute -> quiet.note(filter.filter, minute, matched.contains(minute)));
  }
}
