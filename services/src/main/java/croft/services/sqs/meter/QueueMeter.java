package croft.services.sqs.meter;

import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.sqs.line.Line;
import croft.services.sqs.line.Lines;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueContents.Counts;
import croft.services.sqs.queue.SqsParts;
import croft.workflow.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Publishes once a minute what queues did, and how many messages of which age are in them.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">Available
 * CloudWatch metrics for Amazon SQS</a>.
 */
public final class QueueMeter implements Reconciler {
  private static final double MILLIS = 1000;

  private final SqsParts parts;
  private final Lines lines;
  private final QueueCounts counts;
  private final MetricSink sink;

  public QueueMeter(SqsParts parts, Lines lines, QueueCounts counts, MetricSink sink) {
    this.parts = parts;
    this.lines = lines;
    this.counts = counts;
    this.sink = sink;
  }

  @Override
  public String name() {
    return "sqs-meter";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void reconcile() {
    Instant now = parts.time().instant();
    Map<String, List<MetricPoint>> points = counts.points(now);
    for (Queue queue : parts.store().read(tx -> tx.listAll(Queue.TABLE))) {
      points.computeIfAbsent(queue.scope(), scope -> new ArrayList<>()).addAll(full(queue, now));
    }
    points.forEach(sink::publish);
  }

  private List<MetricPoint> full(Queue queue, Instant now) {
    Line line = lines.of(queue);
    Counts there = line.counts();
    long oldest = line.oldestMillis();
    double age = oldest == 0 ? 0 : (now.toEpochMilli() - oldest) / MILLIS;
    return List.of(
        point(queue, "ApproximateNumberOfMessagesVisible", (double) there.visible(), "Count", now),
        point(
            queue,
            "ApproximateNumberOfMessagesNotVisible",
            (double) there.inFlight(),
            "Count",
            now),
        point(queue, "ApproximateNumberOfMessagesDelayed", (double) there.delayed(), "Count", now),
        point(queue, "ApproximateAgeOfOldestMessage", age, "Seconds", now));
  }

  private static MetricPoint point(
      Queue queue, String name, double value, String unit, Instant now) {
    MetricKey key = new MetricKey("AWS/SQS", name, Map.of("QueueName", queue.name()));
    return MetricPoint.of(key, value, unit, now);
  }
}
