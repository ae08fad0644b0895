package croft.services.cloudwatch.alarm;

import croft.api.cloudwatch.MetricDataQuery;
import croft.api.cloudwatch.MetricStat;
import croft.base.ServiceError;
import croft.services.cloudwatch.alarm.Judgement.Point;
import croft.services.cloudwatch.alarm.Transitions.Arrival;
import croft.services.cloudwatch.data.MetricQuery;
import croft.services.cloudwatch.data.QueryEvaluation;
import croft.services.cloudwatch.data.QueryEvaluation.Window;
import croft.services.cloudwatch.math.MathValue;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.series.Aggregate;
import croft.services.cloudwatch.series.SeriesStore;
import croft.services.cloudwatch.series.SeriesStore.Reading;
import croft.services.cloudwatch.series.Span;
import croft.services.cloudwatch.statistic.Statistic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks at the metrics of alarms: many single metrics in one read. */
final class MetricAlarms {
  private static final Logger LOG = LoggerFactory.getLogger(MetricAlarms.class);
  private static final int SHORT = 60;

  private final SeriesStore series;

  MetricAlarms(SeriesStore series) {
    this.series = series;
  }

  /**
   * What a look at an alarm found.
   *
   * @param found aggregates of a single metric, for the reason's data; empty for an expression
   */
  record Look(
      Alarm alarm,
      AlarmRule.OfMetric rule,
      Judgement judgement,
      NavigableMap<Long, Aggregate> found,
      int period) {

    boolean changes() {
      return judgement.value().filter(value -> !value.equals(alarm.state().value())).isPresent();
    }

    /** A new alarm says what it found even when the state is the one it began in. */
    boolean isStale() {
      return judgement.value().isPresent() && alarm.state().reason().startsWith("Unchecked");
    }

    double latest() {
      return judgement.evaluated().isEmpty()
          ? Double.NaN
          : judgement.evaluated().getFirst().value();
    }

    Arrival arrival(Instant now) {
      return new Arrival(
          judgement.value().orElse(alarm.state().value()),
          judgement.reason(),
          reasonData(now),
          latest());
    }

    private String reasonData(Instant now) {
      ObjectNode data = Json.versioned().put("queryDate", Json.time(now));
      List<Point> points = judgement.evaluated();
      if (!points.isEmpty()) {
        data.put("startDate", Json.time(Instant.ofEpochSecond(points.getLast().at())));
      }
      if (rule.queries().isEmpty()) {
        data.put("statistic", rule.statistic());
      }
      data.put("period", period);
      ArrayNode recent = Json.array();
      points.reversed().forEach(point -> recent.add(point.value()));
      data.set("recentDatapoints", recent);
      data.put("threshold", rule.threshold());
      ArrayNode evaluated = Json.array();
      for (Point point : points) {
        ObjectNode node =
            Json.object().put("timestamp", Json.time(Instant.ofEpochSecond(point.at())));
        Aggregate aggregate = found.get(point.at());
        if (aggregate != null) {
          node.put("sampleCount", aggregate.count());
        }
        evaluated.add(node.put("value", point.value()));
      }
      data.set("evaluatedDatapoints", evaluated);
      return data.toString();
    }
  }

  private record Single(Alarm alarm, AlarmRule.OfMetric rule, Reading reading, long end) {}

  /** Whether it is looked at more often than once a minute. */
  static boolean isShort(AlarmRule.OfMetric rule) {
    return period(rule) < SHORT;
  }

  /** The seconds of a datapoint. */
  static int period(AlarmRule.OfMetric rule) {
    if (rule.queries().isEmpty()) {
      return rule.period();
    }
    int longest = 0;
    for (MetricDataQuery query : rule.queries()) {
      MetricStat stat = query.metricStat();
      Integer period = stat == null ? query.period() : stat.period();
      longest = Math.max(longest, Objects.requireNonNullElse(period, 0));
    }
    return longest == 0 ? SHORT : longest;
  }

  /** The end of the last whole step: seconds since 1970. */
  private static long end(AlarmRule.OfMetric rule, Instant now) {
    long step = isShort(rule) ? 10 : SHORT;
    return Math.floorDiv(now.getEpochSecond(), step) * step;
  }

  /** Looks at these; those of expressions that cannot be computed are left out. */
  List<Look> look(List<Alarm> alarms, Instant now) {
    List<Single> singles = new ArrayList<>();
    List<Look> looks = new ArrayList<>();
    for (Alarm alarm : alarms) {
      if (alarm.rule() instanceof AlarmRule.OfMetric rule) {
        if (rule.queries().isEmpty()) {
          singles.add(single(alarm, rule, end(rule, now)));
        } else {
          computed(alarm, rule, now).ifPresent(looks::add);
        }
      }
    }
    series.read(singles.stream().map(Single::reading).toList());
    for (Single single : singles) {
      looks.add(judged(single));
    }
    return looks;
  }

  private Single single(Alarm alarm, AlarmRule.OfMetric rule, long end) {
    MetricKey metric = new MetricKey(rule.namespace(), rule.metricName(), rule.dimensions());
    long begin = end - (long) Judgement.range(rule) * rule.period();
    Reading reading =
        new Reading(
            series.series(alarm.scope(), metric).stream()
                .filter(one -> rule.unit() == null || rule.unit().equals(one.unit()))
                .toList(),
            new Span(begin, end, rule.period()));
    return new Single(alarm, rule, reading, end);
  }

  private static Look judged(Single single) {
    AlarmRule.OfMetric rule = single.rule;
    Optional<Statistic> statistic = Statistic.of(rule.statistic());
    NavigableMap<Long, Double> points = new TreeMap<>();
    NavigableMap<Long, Aggregate> found = single.reading.span().found();
    boolean[] few = {false};
    found.forEach((at, aggregate) -> {
      statistic.ifPresent(one -> one.over(aggregate).ifPresent(value -> points.put(at, value)));
      few[0] |= "ignore".equals(rule.lowSampleCount()) && isFew(statistic, aggregate);
    });
    Judgement judgement =
        few[0]
            ? new Judgement(Optional.empty(), "", List.of())
            : Judgement.of(rule, points, single.end, rule.period());
    return new Look(single.alarm, rule, judgement, found, rule.period());
  }

  /** Whether a percentile of so few samples says nothing. Source: "Percentile-based alarms". */
  private static boolean isFew(Optional<Statistic> statistic, Aggregate aggregate) {
    return statistic
        .filter(one -> one instanceof Statistic.Percentile)
        .map(one -> ((Statistic.Percentile) one).percent() / 100)
        .filter(part -> aggregate.count() < 10 / (part >= 0.5 ? 1 - part : part))
        .isPresent();
  }

  private Optional<Look> computed(Alarm alarm, AlarmRule.OfMetric rule, Instant now) {
    int period = period(rule);
    long end = end(rule, now);
    Window window =
        new Window(
            alarm.scope(),
            Instant.ofEpochSecond(end - (long) Judgement.range(rule) * period),
            Instant.ofEpochSecond(end),
            now);
    try {
      List<MetricQuery> queries = MetricQuery.all(rule.queries(), alarm.account());
      QueryEvaluation evaluation = new QueryEvaluation(series, window, queries);
      String id = queries.stream().filter(MetricQuery::returned).findFirst().orElseThrow().id();
      NavigableMap<Long, Double> points =
          evaluation.value(id) instanceof MathValue.Line line ? line.points() : new TreeMap<>();
      return Optional.of(
          new Look(alarm, rule, Judgement.of(rule, points, end, period), new TreeMap<>(), period));
    } catch (ServiceError e) {
      LOG.warn("Alarm {} cannot be computed: {}", alarm.name(), e.message());
      return Optional.empty();
    }
  }
}
