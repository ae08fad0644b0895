package croft.services.cloudwatch.metric;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What identifies a metric within an account and region: each combination of dimensions is a metric
 * of its own.
 *
 * @param dimensions their values by name, in the order of names
 */
public record MetricKey(String namespace, String name, Map<String, String> dimensions) {
  public MetricKey {
    dimensions =
        dimensions.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(dimensions));
  }
}
