package croft.services.cloudwatch.alarm;

import croft.api.cloudwatch.MetricDataQuery;
import croft.api.cloudwatch.PutMetricAlarmInput;
import croft.base.ServiceError;
import croft.services.cloudwatch.data.MetricErrors;
import croft.services.cloudwatch.data.MetricQuery;
import croft.services.cloudwatch.data.MetricShapes;
import croft.services.cloudwatch.statistic.Statistic;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from a request what a metric alarm watches. */
final class MetricAlarmRules {
  private static final Set<String> TREATMENTS =
      Set.of("breaching", "notBreaching", "ignore", "missing");
  private static final Set<String> LOW_SAMPLES = Set.of("evaluate", "ignore");
  private static final int DAY = 86_400;

  private MetricAlarmRules() {}

  static AlarmRule.OfMetric of(PutMetricAlarmInput request, String account) {
    String comparison = Requests.required(request.comparisonOperator(), "ComparisonOperator");
    if (request.thresholdMetricId() != null
        || comparison.contains("UpperThreshold")
        || comparison.contains("LowerThreshold")) {
      throw ServiceError.unsupported("An alarm on an anomaly detection band (" + comparison + ")");
    }
    List<MetricDataQuery> queries = request.metricsOrEmpty();
    boolean single = queries.isEmpty();
    int evaluationPeriods = Requests.required(request.evaluationPeriods(), "EvaluationPeriods");
    int period = single ? period(request.period()) : 0;
    if (!single) {
      requireQueries(request, account);
    }
    AlarmRule.OfMetric rule =
        new AlarmRule.OfMetric(
            single ? required(request.namespace(), "Namespace") : "",
            single ? required(request.metricName(), "MetricName") : "",
            MetricShapes.dimensions(request.dimensionsOrEmpty(), "Dimensions"),
            single ? statistic(request) : "",
            request.extendedStatistic() != null,
            period,
            request.unit(),
            evaluationPeriods,
            request.datapointsToAlarm(),
            threshold(request.threshold()),
            comparison,
            oneOf(request.treatMissingData(), TREATMENTS, "TreatMissingData"),
            oneOf(
                request.evaluateLowSampleCountPercentile(),
                LOW_SAMPLES,
                "EvaluateLowSampleCountPercentile"),
            queries);
    requireSpan(rule);
    return rule;
  }

  private static void requireSpan(AlarmRule.OfMetric rule) {
    if (rule.needed() > rule.evaluationPeriods()) {
      throw MetricErrors.validation(
          "DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
    }
    int period = MetricAlarms.period(rule);
    long span = (long) period * rule.evaluationPeriods();
    if (period < 3600 ? span > DAY : span > 7L * DAY) {
      throw MetricErrors.validation(
          period < 3600
              ? "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must"
                  + " be <= 86400)."
              : "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period"
                  + " must be <= 604800).");
    }
  }

  private static <T> T required(@Nullable T value, String parameter) {
    if (value == null) {
      throw MetricErrors.missing("The parameter " + parameter + " is required.");
    }
    return value;
  }

  private static int period(@Nullable Integer asked) {
    int period = required(asked, "Period");
    if (period != 10 && period != 20 && period != 30 && (period < 60 || period % 60 != 0)) {
      throw MetricErrors.validation(
          "The value " + period + " for parameter Period must be 10, 20, 30 or a multiple of 60.");
    }
    if (period > DAY) {
      throw MetricErrors.validation("Metrics cannot be checked across more than a day.");
    }
    return period;
  }

  private static String statistic(PutMetricAlarmInput request) {
    String basic = request.statistic();
    String extended = request.extendedStatistic();
    if (basic != null && extended != null) {
      throw MetricErrors.exclusive("Statistic", "ExtendedStatistic");
    }
    if (basic == null && extended == null) {
      throw MetricErrors.validation(
          "Exactly one of statistic or extended statistic must be specified");
    }
    if (extended != null && Statistic.of(extended).filter(MetricAlarmRules::isExtended).isEmpty()) {
      throw MetricErrors.invalidValue(extended, "ExtendedStatistic");
    }
    return Optional.ofNullable(basic).orElse(String.valueOf(extended));
  }

  private static boolean isExtended(Statistic statistic) {
    return !(statistic instanceof Statistic.Basic);
  }

  private static double threshold(@Nullable Double asked) {
    double threshold = required(asked, "Threshold");
    if (!Double.isFinite(threshold)) {
      throw MetricErrors.invalidValue(threshold, "Threshold");
    }
    return threshold;
  }

  private static @Nullable String oneOf(
      @Nullable String value, Set<String> values, String parameter) {
    if (value != null && !values.contains(value)) {
      throw MetricErrors.validation(
          "The value " + value + " for parameter " + parameter + " is invalid.");
    }
    return value;
  }

  private static void requireQueries(PutMetricAlarmInput request, String account) {
    Map<String, Boolean> others =
        Map.of(
            "MetricName", request.metricName() != null,
            "Namespace", request.namespace() != null,
            "Period", request.period() != null,
            "Statistic", request.statistic() != null,
            "ExtendedStatistic", request.extendedStatistic() != null,
            "Dimensions", !request.dimensionsOrEmpty().isEmpty(),
            "Unit", request.unit() != null);
    others.forEach((parameter, given) -> {
      if (given) {
        throw MetricErrors.exclusive("Metrics", parameter);
      }
    });
    List<MetricQuery> queries = MetricQuery.all(request.metricsOrEmpty(), account);
    if (queries.stream().filter(MetricQuery::returned).count() != 1) {
      throw MetricErrors.validation("Exactly one element of the metrics list should return data.");
    }
    for (MetricQuery query : queries) {
      if (query.source() instanceof MetricQuery.OfExpression of
          && of.expression().functions().contains("SEARCH")) {
        throw MetricErrors.validation("SEARCH is not supported on Metric Alarms.");
      }
    }
  }
}
