package croft.services.cloudwatch.data;

import static croft.services.operation.Binding.bind;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.MetricDatum;
import croft.api.cloudwatch.PutMetricDataInput;
import croft.api.cloudwatch.PutMetricDataResponse;
import croft.api.cloudwatch.StatisticSet;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import croft.services.cloudwatch.series.SeriesStore;
import croft.services.operation.Access;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.operation.Requests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PutMetricData. */
public final class PutMetricDataOperation {
  private static final int MOST_DATA = 1000;
  private static final int MOST_VALUES = 150;
  private static final double LARGEST = Math.scalb(1.0, 360);

  private final MetricParts parts;

  public PutMetricDataOperation(MetricParts parts) {
    this.parts = parts;
  }

  /** The operation with the access it needs. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        bind(
                CloudwatchModel.PUT_METRIC_DATA,
                (call, request) ->
                    List.of(
                        Access.toAll("cloudwatch:PutMetricData")
                            .with(Requests.key("cloudwatch:namespace", request.namespace()))),
                this::put)
            .honouring("Namespace", "MetricData"));
  }

  private PutMetricDataResponse put(Call call, PutMetricDataInput request) {
    String namespace = Requests.required(request.namespace(), "Namespace");
    if (namespace.startsWith("AWS/")) {
      throw MetricErrors.invalidValue(namespace, "Namespace");
    }
    List<MetricDatum> data = request.metricDataOrEmpty();
    if (data.isEmpty()) {
      throw MetricErrors.missing("The parameter MetricData is required.");
    }
    requireSize(data.size(), MOST_DATA, "MetricData");
    Instant now = parts.time().instant();
    List<MetricPoint> points = new ArrayList<>(data.size());
    for (int i = 0; i < data.size(); i++) {
      points.add(point(namespace, data.get(i), "MetricData.member." + (i + 1), now));
    }
    parts.series().publish(call.scope(), points);
    return PutMetricDataResponse.builder().build();
  }

  private static void requireSize(int size, int most, String parameter) {
    if (size > most) {
      throw MetricErrors.invalidValue(
          "The collection " + parameter + " must not have a size greater than " + most + ".");
    }
  }

  private static MetricPoint point(
      String namespace, MetricDatum datum, String parameter, Instant now) {
    String name = Requests.required(datum.metricName(), parameter + ".MetricName");
    Map<String, String> dimensions =
        MetricShapes.dimensions(datum.dimensionsOrEmpty(), parameter + ".Dimensions");
    Instant at = Objects.requireNonNullElse(datum.timestamp(), now);
    if (at.isBefore(now.minus(SeriesStore.OLDEST))) {
      throw MetricErrors.invalidValue(
          "The parameter "
              + parameter
              + ".Timestamp must specify a time within the past two weeks.");
    }
    if (at.isAfter(now.plus(SeriesStore.NEWEST))) {
      throw MetricErrors.invalidValue(
          "The parameter "
              + parameter
              + ".Timestamp must specify a time no more than two hours in the future.");
    }
    int resolution = Objects.requireNonNullElse(datum.storageResolution(), 60);
    if (resolution != 1 && resolution != 60) {
      throw MetricErrors.invalidValue(resolution, parameter + ".StorageResolution");
    }
    return new MetricPoint(
        new MetricKey(namespace, name, dimensions),
        observation(datum, parameter),
        Objects.requireNonNullElse(datum.unit(), "None"),
        at,
        resolution);
  }

  private static Observation observation(MetricDatum datum, String parameter) {
    Double value = datum.value();
    StatisticSet set = datum.statisticValues();
    List<Double> values = datum.valuesOrEmpty();
    if (value != null) {
      if (set != null) {
        throw MetricErrors.exclusive(parameter + ".Value", parameter + ".StatisticValues");
      }
      if (!values.isEmpty()) {
        throw MetricErrors.exclusive(parameter + ".Value", parameter + ".Values");
      }
      return new Observation.Value(number(value, parameter + ".Value"));
    }
    if (set != null) {
      if (!values.isEmpty()) {
        throw MetricErrors.exclusive(parameter + ".StatisticValues", parameter + ".Values");
      }
      return statistics(set, parameter + ".StatisticValues");
    }
    if (values.isEmpty()) {
      throw MetricErrors.missing(
          "At least one of the parameters "
              + parameter
              + ".Value, "
              + parameter
              + ".Values and "
              + parameter
              + ".StatisticValues must be specified.");
    }
    return values(datum, values, parameter);
  }

  private static Observation values(MetricDatum datum, List<Double> values, String parameter) {
    requireSize(values.size(), MOST_VALUES, parameter + ".Values");
    for (int i = 0; i < values.size(); i++) {
      number(values.get(i), parameter + ".Values.member." + (i + 1));
    }
    List<Double> counts = datum.countsOrEmpty();
    if (counts.isEmpty()) {
      return Observation.Values.of(values);
    }
    if (counts.size() != values.size()) {
      throw MetricErrors.invalidValue(
          "The parameters "
              + parameter
              + ".Values and "
              + parameter
              + ".Counts must be of the same size.");
    }
    for (int i = 0; i < counts.size(); i++) {
      String member = parameter + ".Counts.member." + (i + 1);
      if (number(counts.get(i), member) < 0) {
        throw MetricErrors.invalidValue(counts.get(i), member);
      }
    }
    return new Observation.Values(values, counts);
  }

  private static Observation statistics(StatisticSet set, String parameter) {
    double count = number(set.sampleCount(), parameter + ".SampleCount");
    double sum = number(set.sum(), parameter + ".Sum");
    double minimum = number(set.minimum(), parameter + ".Minimum");
    double maximum = number(set.maximum(), parameter + ".Maximum");
    if (count <= 0) {
      throw MetricErrors.invalidValue(count, parameter + ".SampleCount");
    }
    if (minimum > maximum) {
      throw MetricErrors.combination(
          "The parameter "
              + parameter
              + ".Maximum must be greater than "
              + parameter
              + ".Minimum.");
    }
    return new Observation.Statistics(count, sum, minimum, maximum);
  }

  private static double number(@Nullable Double value, String parameter) {
    double number = Requests.required(value, parameter);
    if (!(Math.abs(number) <= LARGEST)) {
      throw MetricErrors.invalidValue(number, parameter);
    }
    return number + 0.0; // No negative zero: it would be a value of its own.
  }
}
