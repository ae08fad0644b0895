package croft.services.autoscaling.entity;

import java.time.Instant;
import java.util.Map;

/** Where groups publish their metrics, in the namespace {@code AWS/AutoScaling}. */
@FunctionalInterface
public interface GroupMetrics {
  /** Keeps nothing. */
  GroupMetrics NONE = (scope, group, values, at) -> {};

  /**
   * Publishes values of one minute.
   *
   * @param values by metric, such as {@code GroupDesiredCapacity}
   */
  void publish(String scope, String group, Map<String, Double> values, Instant at);
}
