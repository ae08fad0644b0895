package croft.services.cloudwatch.alarm;

import croft.api.cloudwatch.MetricDataQuery;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an alarm watches. */
public sealed interface AlarmRule {

  /**
   * A metric, or an expression over several.
   *
   * @param namespace empty, as are name, dimensions, statistic and period, where there are queries
   * @param statistic one of the five, or a percentile and its like; see {@code extended}
   * @param extended whether it was asked for as an extended statistic
   * @param unit null for any
   * @param datapointsToAlarm null for as many as there are evaluation periods
   * @param treatMissingData null for {@code missing}
   * @param lowSampleCount {@code ignore}, {@code evaluate} or null
   * @param queries of which one returns data; none for a single metric
   */
  record OfMetric(
      String namespace,
      String metricName,
      Map<String, String> dimensions,
      String statistic,
      boolean extended,
      int period,
      @Nullable String unit,
      int evaluationPeriods,
      @Nullable Integer datapointsToAlarm,
      double threshold,
      String comparisonOperator,
      @Nullable String treatMissingData,
      @Nullable String lowSampleCount,
      List<MetricDataQuery> queries)
      implements AlarmRule {
    public OfMetric {
      dimensions = dimensions == null ? Map.of() : Map.copyOf(dimensions);
      queries = queries == null ? List.of() : List.copyOf(queries);
    }

    /** M of M out of N. */
    int needed() {
      return datapointsToAlarm == null ? evaluationPeriods : datapointsToAlarm;
    }
  }

  /**
   * Other alarms.
   *
   * @param suppressor name or ARN of the alarm that holds actions back; null for none
   */
  record OfAlarms(
      String expression,
      @Nullable String suppressor,
      @Nullable Integer waitSeconds,
      @Nullable Integer extensionSeconds)
      implements AlarmRule {}
}
