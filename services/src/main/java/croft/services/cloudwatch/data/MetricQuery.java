package croft.services.cloudwatch.data;

import croft.api.cloudwatch.Metric;
import croft.api.cloudwatch.MetricDataQuery;
import croft.api.cloudwatch.MetricStat;
import croft.base.ServiceError;
import croft.services.cloudwatch.math.MathException;
import croft.services.cloudwatch.math.MathExpression;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.statistic.Statistic;
import croft.services.operation.Requests;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query of GetMetricData or of an alarm, understood.
 *
 * @param label as asked for, with its placeholders; empty for the usual one
 * @param returned whether its data is answered, and not only used in expressions
 */
public record MetricQuery(String id, Source source, String label, boolean returned) {
  private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]*");
  private static final int MOST = 500;

  /** Where the data comes from. */
  public sealed interface Source {}

  /**
   * A metric.
   *
   * @param statisticName as asked for
   * @param unit null for whatever unit
   */
  public record OfMetric(
      MetricKey metric,
      Statistic statistic,
      String statisticName,
      int period,
      @Nullable String unit)
      implements Source {}

  /**
   * An expression.
   *
   * @param period of its own, if it has one
   */
  public record OfExpression(MathExpression expression, Optional<Integer> period)
      implements Source {}

  /**
   * Understands the queries of a request.
   *
   * @param account the caller's: data of others is not to be had
   * @throws ServiceError for what cannot be asked
   */
  public static List<MetricQuery> all(List<MetricDataQuery> queries, String account) {
    if (queries.size() > MOST) {
      throw MetricErrors.validation(
          "The collection MetricDataQueries must not have a size greater than " + MOST + ".");
    }
    List<MetricQuery> all = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < queries.size(); i++) {
      MetricDataQuery query = queries.get(i);
      String parameter = "MetricDataQueries.member." + (i + 1);
      if (query.accountId() != null && !query.accountId().equals(account)) {
        throw ServiceError.unsupported("The parameter " + parameter + ".AccountId");
      }
      MetricQuery understood = of(query, parameter);
      if (!ids.add(understood.id)) {
        throw MetricErrors.validation(
            "The values for parameter Id in MetricDataQueries are not unique.");
      }
      all.add(understood);
    }
    return all;
  }

  private static MetricQuery of(MetricDataQuery query, String parameter) {
    String id = Requests.required(query.id(), parameter + ".Id");
    if (!ID.matcher(id).matches()) {
      throw MetricErrors.validation(
          "The value "
              + id
              + " for parameter "
              + parameter
              + ".Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
    }
    MetricStat metric = query.metricStat();
    String expression = query.expression();
    if ((metric == null) == (expression == null)) {
      throw MetricErrors.validation(
          "Exactly one of the parameters "
              + parameter
              + ".MetricStat and "
              + parameter
              + ".Expression must be specified.");
    }
    Source source =
        metric == null
            ? expression(id, Objects.requireNonNull(expression), query.period(), parameter)
            : metric(metric, parameter + ".MetricStat");
    return new MetricQuery(
        id,
        source,
        Objects.requireNonNullElse(query.label(), ""),
        query.returnData() == null || query.returnData());
  }

  private static OfMetric metric(MetricStat stat, String parameter) {
    Metric metric = Requests.required(stat.metric(), parameter + ".Metric");
    String name = Requests.required(stat.stat(), parameter + ".Stat");
    int period =
        TimeRange.requirePeriod(
            Requests.required(stat.period(), parameter + ".Period"), parameter + ".Period");
    MetricKey key =
        new MetricKey(
            Requests.required(metric.namespace(), parameter + ".Metric.Namespace"),
            Requests.required(metric.metricName(), parameter + ".Metric.MetricName"),
            MetricShapes.dimensions(metric.dimensionsOrEmpty(), parameter + ".Metric.Dimensions"));
    Statistic statistic =
        Statistic.of(name).orElseThrow(() -> MetricErrors.invalidValue(name, parameter + ".Stat"));
    return new OfMetric(key, statistic, name, period, stat.unit());
  }

  private static OfExpression expression(
      String id, String text, @Nullable Integer period, String parameter) {
    try {
      return new OfExpression(
          new MathExpression(text),
          Optional.ofNullable(period)
              .map(own -> TimeRange.requirePeriod(own, parameter + ".Period")));
    } catch (MathException e) {
      throw refused(id, e);
    }
  }

  static ServiceError refused(String id, MathException fault) {
    return fault.isUnsupported()
        ? ServiceError.unsupported(fault.message())
        : MetricErrors.validation("Error in expression '" + id + "': " + fault.message());
  }
}
