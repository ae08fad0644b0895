package croft.services.logs.metricfilter;

import croft.api.logs.MetricTransformation;
import croft.base.ServiceError;
import croft.services.logs.loggroup.LogErrors;
import croft.services.logs.pattern.FilterPattern;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads and shows what filters make of events. */
final class Transformations {
  private static final int MOST_DIMENSIONS = 3;
  private static final String NO_UNIT = "None";

  private Transformations() {}

  /**
   * What a request asks for.
   *
   * @throws ServiceError {@code InvalidParameterException}
   */
  static MetricFilter.Transformation of(MetricTransformation given) {
    String value = Objects.requireNonNullElse(given.metricValue(), "");
    Map<String, String> dimensions = given.dimensionsOrEmpty();
    if (!value.startsWith("$") && FilterPattern.number(value).isEmpty()) {
      throw LogErrors.invalid(
          "Invalid metric transformation: metricValue must be a number or a reference to a field"
              + " of the filter pattern: "
              + value);
    }
    if (given.defaultValue() != null && !dimensions.isEmpty()) {
      throw LogErrors.invalid(
          "Invalid metric transformation: dimensions and default value are mutually exclusive"
              + " properties.");
    }
    if (dimensions.size() > MOST_DIMENSIONS) {
      throw LogErrors.invalid(
          "Invalid metric transformation: a metric can have at most 3 dimensions.");
    }
    dimensions.forEach((name, reference) -> {
      if (!reference.startsWith("$")) {
        throw LogErrors.invalid(
            "Invalid metric transformation: the dimension "
                + name
                + " must refer to a field of the filter pattern, such as $.name.");
      }
    });
    return new MetricFilter.Transformation(
        Objects.requireNonNullElse(given.metricNamespace(), ""),
        Objects.requireNonNullElse(given.metricName(), ""),
        value,
        given.defaultValue(),
        dimensions,
        Objects.requireNonNullElse(given.unit(), NO_UNIT));
  }

  static MetricTransformation shape(MetricFilter.Transformation transformation) {
    return MetricTransformation.builder()
        .metricNamespace(transformation.namespace())
        .metricName(transformation.metric())
        .metricValue(transformation.value())
        .defaultValue(transformation.otherwise())
        .dimensions(
            transformation.dimensions().isEmpty()
                ? null
                : new TreeMap<>(transformation.dimensions()))
        .unit(transformation.unit())
        .build();
  }
}
