package croft.services.ec2.monitoring;

import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.ec2.monitoring.AgentMetrics.Measurement;
import croft.services.ec2.monitoring.AgentMetrics.Plugin;
import croft.services.ec2.monitoring.AgentNumbers.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the CloudWatch agent would publish of one instance that has a configuration of it: at each
 * plugin's own interval, with the dimensions the configuration asks for.
 */
final class AgentPoints {
  private static final int MINUTE_SECONDS = 60;

  /** Of an interval: looks are not to the second. */
  private static final double NEARLY = 0.75;

  private String text = "";
  private AgentMetrics metrics = AgentMetrics.NONE;
  private final Map<String, AgentLook> last = new HashMap<>();

  /**
   * The points of a look.
   *
   * @param at what time it is for CloudWatch
   */
  List<MetricPoint> of(AgentLook look, Instant at) {
    if (!look.inside().configuration().equals(text)) {
      text = look.inside().configuration();
      metrics = AgentMetrics.parse(text);
    }
    List<MetricPoint> points = new ArrayList<>();
    metrics
        .plugins()
        .forEach((name, plugin) -> {
          AgentLook before = last.get(name);
          if (before == null || isTime(plugin, before, look)) {
            last.put(name, look);
            AgentNumbers.of(name, plugin, look, Optional.ofNullable(before))
                .forEach(number -> add(points, plugin, number, look, at));
          }
        });
    return points;
  }

  private static boolean isTime(Plugin plugin, AgentLook before, AgentLook now) {
    Duration passed = Duration.between(before.at(), now.at());
    return passed.toMillis() >= plugin.intervalSeconds() * 1000L * NEARLY;
  }

  private void add(
      List<MetricPoint> points, Plugin plugin, Measured number, AgentLook look, Instant at) {
    Measurement asked = plugin.measurements().get(number.name());
    if (asked == null) {
      return;
    }
    Map<String, String> dimensions = new HashMap<>(number.dimensions());
    dimensions.putAll(plugin.appended());
    dimensions.putAll(own(look));
    List<Map<String, String>> sets = new ArrayList<>();
    sets.add(dimensions);
    for (Set<String> names : metrics.aggregated()) {
      if (dimensions.keySet().containsAll(names) && names.size() < dimensions.size()) {
        Map<String, String> some = new HashMap<>(dimensions);
        some.keySet().retainAll(names);
        sets.add(some);
      }
    }
    for (Map<String, String> set : sets) {
      MetricPoint point =
          MetricPoint.of(
              new MetricKey(metrics.namespace(), asked.name(), set),
              number.value(),
              asked.unit().orElse(number.unit()),
              at);
      points.add(plugin.intervalSeconds() < MINUTE_SECONDS ? point.bySecond() : point);
    }
  }

  /** What the configuration appends of the instance; the host's name where it appends nothing. */
  private Map<String, String> own(AgentLook look) {
    if (metrics.appended().isEmpty()) {
      String host = look.inside().hostName();
      return metrics.omitsHost() || host.isBlank() ? Map.of() : Map.of("host", host);
    }
    Map<String, String> own = new HashMap<>(look.instance().words());
    own.keySet().retainAll(metrics.appended());
    return own;
  }
}
