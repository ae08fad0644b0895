package croft.services.cloudwatch.series;

import croft.services.cloudwatch.metric.MetricKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Every series there is, in memory. */
final class SeriesDirectory {
  private final Map<Series.Name, Series> byName = new ConcurrentHashMap<>();
  private final Map<Long, Series> byId = new ConcurrentHashMap<>();
  private final Map<String, Map<MetricKey, List<Series>>> byMetric = new ConcurrentHashMap<>();

  @Nullable Series get(Series.Name name) {
    return byName.get(name);
  }

  /** The series of a name; null when it was there before. */
  @Nullable Series add(Series.Name name) {
    Series made = new Series(name);
    if (byName.putIfAbsent(name, made) != null) {
      return null;
    }
    byId.put(made.id(), made);
    ofScope(name.scope())
        .computeIfAbsent(name.metric(), key -> new CopyOnWriteArrayList<>())
        .add(made);
    return made;
  }

  private Map<MetricKey, List<Series>> ofScope(String scope) {
    return byMetric.computeIfAbsent(scope, key -> new ConcurrentHashMap<>());
  }

  /** A metric's series, one for each unit. */
  List<Series> of(String scope, MetricKey metric) {
    return ofScope(scope).getOrDefault(metric, List.of());
  }

  @Nullable Series byId(long id) {
    return byId.get(id);
  }

  /** Every series of an account and region, by metric. */
  Map<MetricKey, List<Series>> all(String scope) {
    return ofScope(scope);
  }

  Collection<Series> everywhere() {
    return byName.values();
  }

  void remove(Series series) {
    byName.remove(series.name());
    byId.remove(series.id());
    List<Series> units = of(series.name().scope(), series.metric());
    units.remove(series);
    if (units.isEmpty()) {
      ofScope(series.name().scope()).remove(series.metric(), units);
    }
  }
}
