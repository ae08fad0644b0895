package croft.services.ec2.monitoring;

import croft.agent.InsideReport;
import croft.agent.InsideReport.FileSystem;
import croft.drivers.compute.InstanceMetrics;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.ec2.monitoring.MeteredInstances.Metered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the CloudWatch agent would publish of an instance that has a configuration of it: {@code
 * mem_used_percent} and {@code disk_used_percent}. Source: the page "Manually create or edit the
 * CloudWatch agent configuration file". The file is its owner's word: what is no such configuration
 * asks for nothing.
 */
final class AgentPoints {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String NAMESPACE = "CWAgent";
  private static final int LONGEST_NAME = 255;

  private final JsonNode metrics;
  private final Metered instance;
  private final Instant at;
  private final List<MetricPoint> points = new ArrayList<>();

  private AgentPoints(JsonNode metrics, Metered instance, Instant at) {
    this.metrics = metrics;
    this.instance = instance;
    this.at = at;
  }

  static List<MetricPoint> of(
      InsideReport inside, InstanceMetrics numbers, Metered instance, Instant at) {
    JsonNode configuration;
    try {
      configuration = MAPPER.readTree(inside.configuration());
    } catch (JacksonException e) {
      return List.of();
    }
    AgentPoints made = new AgentPoints(configuration.path("metrics"), instance, at);
    if (made.asks("mem", "used_percent") && instance.memoryBytes() > 0) {
      double used = (double) numbers.memoryBytes() - numbers.memoryIdleBytes();
      made.add(
          "mem_used_percent", Map.of(), Math.clamp(100 * used / instance.memoryBytes(), 0, 100));
    }
    if (made.asks("disk", "used_percent")) {
      inside.fileSystems().stream().filter(made::wants).forEach(made::add);
    }
    return made.points;
  }

  /** With or without the name of the plugin before it; and as an object that renames it. */
  private boolean asks(String plugin, String measurement) {
    for (JsonNode one : metrics.path("metrics_collected").path(plugin).path("measurement")) {
      String name = one.isObject() ? one.path("name").asString("") : one.asString("");
      if (name.equals(measurement) || name.equals(plugin + "_" + measurement)) {
        return true;
      }
    }
    return false;
  }

  private boolean wants(FileSystem system) {
    JsonNode disk = metrics.path("metrics_collected").path("disk");
    for (JsonNode ignored : disk.path("ignore_file_system_types")) {
      if (ignored.asString("").equals(system.type())) {
        return false;
      }
    }
    Set<String> places = new HashSet<>();
    disk.path("resources").forEach(place -> places.add(place.asString("")));
    return places.isEmpty() || places.contains("*") || places.contains(system.path());
  }

  private void add(FileSystem system) {
    add(
        "disk_used_percent",
        Map.of("path", system.path(), "device", system.device(), "fstype", system.type()),
        system.usedPercent());
  }

  private void add(String name, Map<String, String> own, double value) {
    Map<String, String> dimensions = new HashMap<>(own);
    metrics
        .path("append_dimensions")
        .propertyNames()
        .forEach(word -> {
          String known = instance.words().get(word);
          if (known != null) {
            dimensions.put(word, known);
          }
        });
    String namespace = metrics.path("namespace").asString(NAMESPACE);
    // Nobody gets into AWS's own namespaces by a file.
    if (!namespace.startsWith("AWS/")
        && !namespace.isBlank()
        && namespace.length() <= LONGEST_NAME) {
      points.add(MetricPoint.of(new MetricKey(namespace, name, dimensions), value, "Percent", at));
    }
  }
}
