package croft.services.cloudwatch.data;

import croft.services.cloudwatch.data.MetricQuery.OfExpression;
import croft.services.cloudwatch.data.MetricQuery.OfMetric;
import croft.services.cloudwatch.math.MathException;
import croft.services.cloudwatch.math.MathScope;
import croft.services.cloudwatch.math.MathValue;
import croft.services.cloudwatch.math.MathValue.Line;
import croft.services.cloudwatch.math.SearchQuery;
import croft.services.cloudwatch.math.Subject;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.series.Series;
import croft.services.cloudwatch.series.SeriesStore;
import croft.services.cloudwatch.series.SeriesStore.Reading;
import croft.services.cloudwatch.statistic.Statistic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the queries of one request come to: all metrics read in one look, then the expressions. */
public final class QueryEvaluation {
  private static final int MOST_FOUND = 500;

  private final SeriesStore series;
  private final Window window;
  private final Map<String, MetricQuery> queries = new LinkedHashMap<>();
  private final Map<String, MathValue> values = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();

  /**
   * Where and when to look.
   *
   * @param scope {@code account/region}
   */
  public record Window(String scope, Instant start, Instant end, Instant now) {
    TimeRange range(long period) {
      return TimeRange.of(start, end, period, now);
    }
  }

  /** Reads what the queries for metrics ask for. */
  public QueryEvaluation(SeriesStore series, Window window, List<MetricQuery> all) {
    this.series = series;
    this.window = window;
    all.forEach(query -> queries.put(query.id(), query));
    read();
  }

  private void read() {
    record Asked(String id, OfMetric of, Reading reading) {}
    List<Asked> asked = new ArrayList<>();
    for (MetricQuery query : queries.values()) {
      if (query.source() instanceof OfMetric of) {
        List<Series> units =
            series.series(window.scope(), of.metric()).stream()
                .filter(one -> of.unit() == null || of.unit().equals(one.unit()))
                .toList();
        Reading reading = new Reading(units, window.range(of.period()).span(of.period()));
        asked.add(new Asked(query.id(), of, reading));
      }
    }
    series.read(asked.stream().map(Asked::reading).toList());
    for (Asked one : asked) {
      Subject subject = new Subject(one.of.metric(), one.of.statisticName());
      values.put(one.id, line(subject, one.of.statistic(), one.of.period(), one.reading));
    }
  }

  private static Line line(Subject subject, Statistic statistic, int period, Reading reading) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    reading
        .span()
        .found()
        .forEach((at, found) -> statistic.over(found).ifPresent(value -> points.put(at, value)));
    return new Line(subject, period, points);
  }

  /**
   * What a query comes to.
   *
   * @throws croft.base.ServiceError {@code ValidationError} for an expression that cannot be
   *     computed
   */
  public MathValue value(String id) {
    MathValue known = values.get(id);
    if (known != null) {
      return known;
    }
    MetricQuery query = queries.get(id);
    if (query == null || !(query.source() instanceof OfExpression of)) {
      throw MetricErrors.validation("There is no query of the id " + id + ".");
    }
    if (!underWay.add(id)) {
      throw MetricErrors.validation("The expression " + id + " depends on itself.");
    }
    try {
      MathValue value = of.expression().evaluate(new Scope(of.period().orElse(usualPeriod())));
      values.put(id, value);
      return value;
    } catch (MathException e) {
      throw MetricQuery.refused(id, e);
    } finally {
      underWay.remove(id);
    }
  }

  /** The longest of all metrics' periods, as everything then has points there. */
  private int usualPeriod() {
    return queries.values().stream()
        .flatMap(query ->
            query.source() instanceof OfMetric of
                ? Optional.of(of).stream()
                : Optional.<OfMetric>empty().stream())
        .mapToInt(OfMetric::period)
        .max()
        .orElse(300);
  }

  private final class Scope implements MathScope {
    private final int period;
    private final TimeRange range;

    Scope(int period) {
      this.period = period;
      this.range = window.range(period);
    }

    @Override
    public long from() {
      return range.from();
    }

    @Override
    public long to() {
      return range.to();
    }

    @Override
    public int period() {
      return period;
    }

    @Override
    public Optional<MathValue> named(String id) {
      return queries.containsKey(id) ? Optional.of(value(id)) : Optional.empty();
    }

    @Override
    public List<Line> metrics(String within) {
      List<Line> lines = new ArrayList<>();
      for (MetricQuery query : queries.values()) {
        if (query.source() instanceof OfMetric
            && query.id().contains(within)
            && value(query.id()) instanceof Line line) {
          lines.add(line);
        }
      }
      return lines;
    }

    @Override
    public List<Line> search(SearchQuery query, String statistic, int periodSeconds) {
      Statistic wanted =
          Statistic.of(statistic)
              .orElseThrow(() -> MetricErrors.validation("Unknown statistic: " + statistic));
      TimeRange.requirePeriod(periodSeconds, "SEARCH period");
      Map<MetricKey, Reading> readings = new LinkedHashMap<>();
      series.metrics(window.scope()).entrySet().stream()
          .filter(entry -> query.matches(entry.getKey()))
          .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
          .limit(MOST_FOUND)
          .forEach(entry ->
              readings.put(
                  entry.getKey(),
                  new Reading(entry.getValue(), window.range(periodSeconds).span(periodSeconds))));
      series.read(List.copyOf(readings.values()));
      List<Line> lines = new ArrayList<>();
      readings.forEach((metric, reading) -> {
        Line line = line(new Subject(metric, statistic), wanted, periodSeconds, reading);
        if (!line.points().isEmpty()) {
          lines.add(line);
        }
      });
      return lines;
    }
  }
}
