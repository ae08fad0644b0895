package croft.services.sqs.meter;

import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import croft.services.sqs.queue.Queue;
import croft.services.sqs.queue.QueueUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what queues do. What was counted and not published is lost with the process. */
public final class QueueCounts implements QueueUse {
  private Map<Counted, Sum> sums = new HashMap<>();

  /** A metric of a queue. */
  private record Counted(String scope, String queue, Metric metric) {}

  /** What was seen of it in the minute. */
  private record Sum(double count, double sum, double least, double most) {
    Sum and(double value) {
      return new Sum(count + 1, sum + value, Math.min(least, value), Math.max(most, value));
    }
  }

  @Override
  public synchronized void note(Queue queue, Metric metric, double value) {
    Counted counted = new Counted(queue.scope(), queue.name(), metric);
    Sum before = sums.get(counted);
    sums.put(counted, before == null ? new Sum(1, value, value, value) : before.and(value));
  }

  private synchronized Map<Counted, Sum> taken() {
    Map<Counted, Sum> all = sums;
    sums = new HashMap<>();
    return all;
  }

  /** The points of what was counted since the last time, by scope. */
  Map<String, List<MetricPoint>> points(Instant now) {
    Map<String, List<MetricPoint>> points = new HashMap<>();
    taken()
        .forEach((counted, sum) ->
            points
                .computeIfAbsent(counted.scope(), scope -> new ArrayList<>())
                .add(point(counted, sum, now)));
    return points;
  }

  private static MetricPoint point(Counted counted, Sum sum, Instant now) {
    MetricKey key =
        new MetricKey("AWS/SQS", counted.metric().spelling(), Map.of("QueueName", counted.queue()));
    return MetricPoint.of(key, sum.sum(), counted.metric().unit(), now)
        .observing(new Observation.Statistics(sum.count(), sum.sum(), sum.least(), sum.most()));
  }
}
