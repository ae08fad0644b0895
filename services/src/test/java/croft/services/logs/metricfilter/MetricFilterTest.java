package croft.services.logs.metricfilter;

import static croft.services.logs.LogsFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import croft.api.logs.DescribeLogGroupsRequest;
import croft.api.logs.DescribeMetricFiltersRequest;
import croft.api.logs.LogGroup;
import croft.api.logs.LogsModel;
import croft.api.logs.MetricTransformation;
import croft.api.logs.PutMetricFilterRequest;
import croft.api.logs.TestMetricFilterRequest;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import croft.services.logs.LogsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events become metrics. */
final class MetricFilterTest {
  private static final String GROUP = "/app/web";

  @TempDir Path directory;
  private LogsFixture logs;

  @BeforeEach
  void open() {
    logs = new LogsFixture(directory);
    logs.group(GROUP);
    logs.stream(GROUP, "a");
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private void filter(String name, String pattern, MetricTransformation.Builder transformation) {
    logs.asRoot(
        LogsModel.PUT_METRIC_FILTER,
        PutMetricFilterRequest.builder()
            .logGroupName(GROUP)
            .filterName(name)
            .filterPattern(pattern)
            .metricTransformations(List.of(transformation.metricNamespace("App").build()))
            .build());
  }

  private static MetricPoint point(
      String metric, Map<String, String> dimensions, String unit, Instant at, Double... values) {
    return MetricPoint.of(new MetricKey("App", metric, dimensions), 0, unit, at)
        .observing(Observation.Values.of(List.of(values)));
  }

  @Test
  void countsWhatMatchesByTheMinuteOfTheEvents() {
    filter("errors", "ERROR", MetricTransformation.builder().metricName("Errors").metricValue("1"));
    filter(
        "latency",
        "{ $.latency > 10 }",
        MetricTransformation.builder()
            .metricName("Latency")
            .metricValue("$.latency")
            .dimensions(Map.of("Path", "$.path"))
            .unit("Milliseconds"));
    long minute = logs.now() - 60_000;
    logs.put(
        GROUP,
        "a",
        List.of(
            event(minute, "ERROR one"),
            event(minute + 59_999, "ERROR two"),
            event(minute + 60_000, "ERROR three"),
            event(minute + 60_001, "{\"latency\": 12.5, \"path\": \"/a\"}"),
            event(minute + 60_001, "{\"latency\": 30, \"path\": \"/a\"}"),
            event(minute + 60_001, "{\"latency\": 40}"),
            event(minute + 60_001, "{\"latency\": 1, \"path\": \"/a\"}"),
            event(minute + 60_001, "fine")));
    Instant first = Instant.ofEpochMilli(minute);
    Instant second = first.plusSeconds(60);
    assertThat(logs.points)
        .containsExactlyInAnyOrder(
            point("Errors", Map.of(), "None", first, 1.0, 1.0),
            point("Errors", Map.of(), "None", second, 1.0),
            point("Latency", Map.of("Path", "/a"), "Milliseconds", second, 12.5, 30.0));
  }

  @Test
  void publishesTheDefaultOfMinutesWithoutAMatch() {
    filter(
        "errors",
        "ERROR",
        MetricTransformation.builder().metricName("Errors").metricValue("1").defaultValue(0.0));
    logs.put(GROUP, "a", "fine");
    logs.pass(Duration.ofMinutes(1));
    logs.put(GROUP, "a", "fine");
    logs.put(GROUP, "a", "ERROR");
    logs.points.clear();
    logs.quiet.reconcile();
    assertThat(logs.points).isEmpty();
    Instant quietMinute = logs.clock.instant().minusSeconds(60);
    logs.pass(Duration.ofMinutes(3));
    logs.quiet.reconcile();
    assertThat(logs.points)
        .containsExactly(MetricPoint.of("App", "Errors", Map.of(), 0, quietMinute));
    logs.quiet.reconcile();
    assertThat(logs.points).hasSize(1);
  }

  @Test
  void tellsWhatAPatternFinds() {
    var answer =
        logs.asRoot(
            LogsModel.TEST_METRIC_FILTER,
            TestMetricFilterRequest.builder()
                .filterPattern("[ip, user, size > 10]")
                .logEventMessages(List.of("10.0.0.1 ann 20", "10.0.0.1 bob 5"))
                .build());
    assertThat(answer.matchesOrEmpty())
        .singleElement()
        .satisfies(match -> {
          assertThat(match.eventNumber()).isEqualTo(1);
          assertThat(match.extractedValues())
              .isEqualTo(Map.of("$ip", "10.0.0.1", "$user", "ann", "$size", "20"));
        });
  }

  @Test
  void showsFiltersByGroupAndByMetric() {
    filter("errors", "ERROR", MetricTransformation.builder().metricName("Errors").metricValue("1"));
    filter("all", "", MetricTransformation.builder().metricName("All").metricValue("1"));
    var byMetric =
        logs.asRoot(
            LogsModel.DESCRIBE_METRIC_FILTERS,
            DescribeMetricFiltersRequest.builder()
                .metricNamespace("App")
                .metricName("Errors")
                .build());
    assertThat(byMetric.metricFiltersOrEmpty())
        .singleElement()
        .satisfies(filter -> {
          assertThat(filter.filterName()).isEqualTo("errors");
          assertThat(filter.logGroupName()).isEqualTo(GROUP);
        });
    assertThat(
            logs.asRoot(LogsModel.DESCRIBE_LOG_GROUPS, DescribeLogGroupsRequest.builder().build())
                .logGroupsOrEmpty())
        .extracting(LogGroup::metricFilterCount)
        .containsExactly(2);
    assertThatThrownBy(() -> filter("bad", "{ $.a = }", MetricTransformation.builder()))
        .hasMessageContaining("Invalid filter pattern");
    assertThatThrownBy(() ->
            filter("bad", "x", MetricTransformation.builder().metricName("M").metricValue("one")))
        .hasMessageContaining("metricValue must be a number");
  }
}
