package croft.services.cloudwatch.data;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.Datapoint;
import croft.api.cloudwatch.GetMetricStatisticsInput;
import croft.api.cloudwatch.GetMetricStatisticsOutput;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.series.Aggregate;
import croft.services.cloudwatch.series.Series;
import croft.services.cloudwatch.series.SeriesStore.Reading;
import croft.services.cloudwatch.statistic.Statistic;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GetMetricStatistics. */
public final class GetMetricStatisticsOperation {
  private static final int MOST = 1440;

  private final MetricParts parts;

  public GetMetricStatisticsOperation(MetricParts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
            CloudwatchModel.GET_METRIC_STATISTICS,
            (call, request) -> List.of(Access.toAll("cloudwatch:GetMetricStatistics")),
            this::get));
  }

  private GetMetricStatisticsOutput get(Call call, GetMetricStatisticsInput request) {
    int period = TimeRange.requirePeriod(Requests.required(request.period(), "Period"), "Period");
    TimeRange range =
        TimeRange.of(
            Requests.required(request.startTime(), "StartTime"),
            Requests.required(request.endTime(), "EndTime"),
            period,
            parts.time().instant());
    requireFew((range.to() - range.from() + period - 1) / period);
    List<String> basic = request.statisticsOrEmpty();
    Map<String, Statistic> extended = extended(request.extendedStatisticsOrEmpty());
    if (basic.isEmpty() && extended.isEmpty()) {
      throw MetricErrors.combination("Must specify either Statistics or ExtendedStatistics");
    }
    MetricKey metric =
        new MetricKey(
            Requests.required(request.namespace(), "Namespace"),
            Requests.required(request.metricName(), "MetricName"),
            MetricShapes.dimensions(request.dimensionsOrEmpty(), "Dimensions"));
    List<Reading> readings =
        parts.series().series(call.scope(), metric).stream()
            .filter(one -> request.unit() == null || request.unit().equals(one.unit()))
            .map(one -> new Reading(List.of(one), range.span(period)))
            .toList();
    parts.series().read(readings);
    List<Datapoint> points = new ArrayList<>();
    for (Reading reading : readings) {
      Series series = reading.series().getFirst();
      reading
          .span()
          .found()
          .forEach((at, found) -> points.add(point(at, found, series.unit(), basic, extended)));
    }
    return GetMetricStatisticsOutput.builder()
        .label(request.metricName())
        .datapoints(points)
        .build();
  }

  private static void requireFew(long points) {
    if (points > MOST) {
      throw MetricErrors.combination(
          String.format(
              java.util.Locale.ROOT,
              "You have requested up to %,d datapoints, which exceeds the limit of %,d. You may"
                  + " reduce the datapoints requested by increasing Period, or decreasing the time"
                  + " range.",
              points,
              MOST));
    }
  }

  private static Map<String, Statistic> extended(List<String> names) {
    Map<String, Statistic> all = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String parameter = "ExtendedStatistics.member." + (i + 1);
      Statistic statistic =
          Statistic.of(name)
              .filter(one -> !(one instanceof Statistic.Basic))
              .orElseThrow(() -> MetricErrors.invalidValue(name, parameter));
      all.put(name, statistic);
    }
    return all;
  }

  private static Datapoint point(
      long at, Aggregate found, String unit, List<String> basic, Map<String, Statistic> extended) {
    Datapoint.Builder point = Datapoint.builder().timestamp(Instant.ofEpochSecond(at)).unit(unit);
    if (basic.contains("SampleCount")) {
      point.sampleCount(found.count());
    }
    if (basic.contains("Average")) {
      point.average(found.average());
    }
    if (basic.contains("Sum")) {
      point.sum(found.sum());
    }
    if (basic.contains("Minimum")) {
      point.minimum(found.minimum());
    }
    if (basic.contains("Maximum")) {
      point.maximum(found.maximum());
    }
    if (!extended.isEmpty()) {
      Map<String, Double> values = new HashMap<>();
      extended.forEach(
          (name, statistic) -> statistic.over(found).ifPresent(value -> values.put(name, value)));
      point.extendedStatistics(values);
    }
    return point.build();
  }
}
