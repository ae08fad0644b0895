package croft.services.sqs.meter;

import static org.assertj.core.api.Assertions.assertThat;

import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import croft.services.sqs.SqsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of queues once a minute. */
final class QueueMeterTest {
  @TempDir Path directory;

  @Test
  void tellsWhatQueuesDidAndHowFullTheyAre() {
    try (SqsFixture sqs = new SqsFixture(directory)) {
      List<MetricPoint> points = new ArrayList<>();
      String url = sqs.queue("jobs");
      sqs.send(url, "one");
      sqs.send(url, "three");
      sqs.delete(url, sqs.receive(url).getFirst());
      sqs.send(url, "more");
      sqs.receive(sqs.queue("other"));
      sqs.pass(Duration.ofSeconds(20));

      QueueMeter meter =
          new QueueMeter(
              sqs.parts, sqs.lines, sqs.counts, (scope, published) -> points.addAll(published));
      meter.reconcile();

      assertThat(value(points, "jobs", "NumberOfMessagesSent")).isEqualTo(3);
      assertThat(value(points, "jobs", "SentMessageSize")).isEqualTo(12);
      assertThat(value(points, "jobs", "NumberOfMessagesReceived")).isEqualTo(2);
      assertThat(value(points, "jobs", "NumberOfMessagesDeleted")).isEqualTo(1);
      assertThat(value(points, "other", "NumberOfEmptyReceives")).isEqualTo(1);
      assertThat(value(points, "jobs", "ApproximateNumberOfMessagesVisible")).isEqualTo(1);
      assertThat(value(points, "jobs", "ApproximateNumberOfMessagesNotVisible")).isEqualTo(1);
      assertThat(value(points, "jobs", "ApproximateAgeOfOldestMessage")).isEqualTo(20);
      points.clear();
      meter.reconcile();
      assertThat(points).hasSize(8);
    }
  }

  private static double value(List<MetricPoint> points, String queue, String name) {
    return points.stream()
        .filter(point -> point.metric().name().equals(name))
        .filter(point -> queue.equals(point.metric().dimensions().get("QueueName")))
        .mapToDouble(point ->
            switch (point.observation()) {
              case Observation.Value one -> one.value();
              case Observation.Values several -> throw new IllegalStateException("" + several);
              case Observation.Statistics statistics -> statistics.sum();
            })
        .sum();
  }
}
