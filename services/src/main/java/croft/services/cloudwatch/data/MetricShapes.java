package croft.services.cloudwatch.data;

import croft.api.cloudwatch.Dimension;
import croft.api.cloudwatch.Metric;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.operation.Requests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Metrics between the API's shapes and the words of this service. */
public final class MetricShapes {
  private MetricShapes() {}

  /**
   * The dimensions of a request.
   *
   * @param parameter where they stand, for errors
   */
  public static Map<String, String> dimensions(List<Dimension> dimensions, String parameter) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < dimensions.size(); i++) {
      String member = parameter + ".member." + (i + 1);
      String name = Requests.required(dimensions.get(i).name(), member + ".Name");
      String value = Requests.required(dimensions.get(i).value(), member + ".Value");
      if (name.isBlank() || name.startsWith(":")) {
        throw MetricErrors.invalidValue(name, member + ".Name");
      }
      if (value.isBlank()) {
        throw MetricErrors.invalidValue(value, member + ".Value");
      }
      if (all.putIfAbsent(name, value) != null) {
        throw MetricErrors.invalidValue(
            "The parameter " + parameter + " has the dimension " + name + " twice.");
      }
    }
    return all;
  }

  public static List<Dimension> dimensions(Map<String, String> dimensions) {
    return dimensions.entrySet().stream()
        .map(one -> Dimension.builder().name(one.getKey()).value(one.getValue()).build())
        .toList();
  }

  public static Metric metric(MetricKey key) {
    return Metric.builder()
        .namespace(key.namespace())
        .metricName(key.name())
        .dimensions(dimensions(key.dimensions()))
        .build();
  }
}
