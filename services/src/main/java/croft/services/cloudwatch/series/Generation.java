package croft.services.cloudwatch.series;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Points of many series in memory. Not safe for several threads. */
final class Generation {
  private final Map<Long, Points> bySeries = new HashMap<>();
  private long size;

  /** Of one series: aggregates by the second they begin. */
  static final class Points {
    private final NavigableMap<Long, Aggregate> minutes = new TreeMap<>();
    private @Nullable NavigableMap<Long, Aggregate> seconds;

    NavigableMap<Long, Aggregate> of(Tier tier) {
      if (tier != Tier.SECOND) {
        return minutes;
      }
      if (seconds == null) {
        seconds = new TreeMap<>();
      }
      return seconds;
    }
  }

  /** Takes each point. */
  @FunctionalInterface
  interface Visitor {
    void visit(long series, Tier tier, long begin, Aggregate aggregate);
  }

  void add(long series, Tier tier, long begin, Aggregate aggregate) {
    NavigableMap<Long, Aggregate> points =
        bySeries.computeIfAbsent(series, id -> new Points()).of(tier);
    Aggregate present = points.get(begin);
    if (present == null) {
      points.put(begin, aggregate.copy());
      size++;
    } else {
      present.merge(aggregate);
    }
  }

  void addAll(Generation other) {
    other.forEach(this::add);
  }

  void forEach(Visitor visitor) {
    bySeries.forEach((series, points) -> {
      points.minutes.forEach(
          (begin, aggregate) -> visitor.visit(series, Tier.MINUTE, begin, aggregate));
      if (points.seconds != null) {
        points.seconds.forEach(
            (begin, aggregate) -> visitor.visit(series, Tier.SECOND, begin, aggregate));
      }
    });
  }

  Map<Long, Points> bySeries() {
    return bySeries;
  }

  /** How many points. */
  long size() {
    return size;
  }

  void read(long series, Span span) {
    Points points = bySeries.get(series);
    if (points != null) {
      Tier tier = span.isBySecond() ? Tier.SECOND : Tier.MINUTE;
      points.of(tier).subMap(span.from(), span.to()).forEach(span::add);
    }
  }
}
