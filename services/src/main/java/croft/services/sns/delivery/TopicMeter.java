package croft.services.sns.delivery;

import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.cloudwatch.metric.Observation;
import croft.services.sns.topic.Topic;
import croft.services.sns.topic.TopicUse;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what topics do, and publishes it once a minute as {@code AWS/SNS}. What was counted and
 * not published is lost with the process.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html">Monitoring
 * Amazon SNS topics using CloudWatch</a>.
 */
public final class TopicMeter implements Reconciler, TopicUse {
  private final MetricSink sink;
  private final InstantSource time;
  private Map<Counted, Sum> sums = new HashMap<>();

  /** A metric of a topic. */
  private record Counted(String scope, String topic, Metric metric) {}

  /** What was seen of it in the minute. */
  private record Sum(double count, double sum, double least, double most) {
    Sum and(double value) {
      return new Sum(count + 1, sum + value, Math.min(least, value), Math.max(most, value));
    }
  }

  public TopicMeter(MetricSink sink, InstantSource time) {
    this.sink = sink;
    this.time = time;
  }

  @Override
  public String name() {
    return "sns-meter";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public synchronized void note(Topic topic, Metric metric, double value) {
    sums.merge(
        new Counted(topic.scope(), topic.name(), metric),
        new Sum(1, value, value, value),
        (before, one) -> before.and(value));
  }

  private synchronized Map<Counted, Sum> taken() {
    Map<Counted, Sum> all = sums;
    sums = new HashMap<>();
    return all;
  }

  @Override
  public void reconcile() {
    Instant now = time.instant();
    Map<String, List<MetricPoint>> points = new HashMap<>();
    taken()
        .forEach((counted, sum) ->
            points
                .computeIfAbsent(counted.scope(), scope -> new ArrayList<>())
                .add(point(counted, sum, now)));
    points.forEach(sink::publish);
  }

  private static MetricPoint point(Counted counted, Sum sum, Instant now) {
    MetricKey key =
        new MetricKey("AWS/SNS", counted.metric().spelling(), Map.of("TopicName", counted.topic()));
    return MetricPoint.of(key, sum.sum(), counted.metric().unit(), now)
        .observing(new Observation.Statistics(sum.count(), sum.sum(), sum.least(), sum.most()));
  }
}
