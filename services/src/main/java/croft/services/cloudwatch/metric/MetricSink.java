package croft.services.cloudwatch.metric;

import java.util.List;

/**
 * Where services publish metrics of what they run. Any number of threads may publish at once; many
 * points in one call cost less than many calls.
 */
@FunctionalInterface
public interface MetricSink {
  /** Keeps nothing: for servers and tests without metrics. */
  MetricSink NONE = (scope, points) -> {};

  /**
   * Publishes; when it returns, the points survive the end of the process. Points of a time more
   * than two weeks back or two hours ahead are left out.
   *
   * @param scope {@code account/region}, as {@code Call.scope()}
   */
  void publish(String scope, List<MetricPoint> points);
}
