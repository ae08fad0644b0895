package croft.services.cloudwatch.data;

import static croft.services.cloudwatch.CloudWatchFixture.dimension;
import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.GetMetricDataInput;
import croft.api.cloudwatch.GetMetricDataOutput;
import croft.api.cloudwatch.Metric;
import croft.api.cloudwatch.MetricDataQuery;
import croft.api.cloudwatch.MetricDataResult;
import croft.api.cloudwatch.MetricStat;
import croft.services.cloudwatch.CloudWatchFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricMathTest {
  @TempDir Path directory;
  private CloudWatchFixture fixture;
  private Instant start = Instant.EPOCH;

  /** Metric a: 1, 2, 4 in minutes 0, 1, 3; metric b: 10, 20, 30, 40. */
  @BeforeEach
  void open() {
    fixture = new CloudWatchFixture(directory);
    start = fixture.now;
    int[] a = {1, 2, 0, 4};
    for (int minute = 0; minute < 4; minute++) {
      if (a[minute] > 0) {
        fixture.put("Test", datum("a", a[minute], "one"), datum("c", -a[minute], "one"));
      }
      fixture.put("Test", datum("a", 10 * (minute + 1), "two"));
      fixture.pass(Duration.ofMinutes(1));
    }
  }

  private croft.api.cloudwatch.MetricDatum datum(String name, double value, String host) {
    return fixture.datum(name, value).dimensions(List.of(dimension("Host", host))).build();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static MetricDataQuery metric(String id, String name, String host) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            MetricStat.builder()
                .metric(
                    Metric.builder()
                        .namespace("Test")
                        .metricName(name)
                        .dimensions(List.of(dimension("Host", host)))
                        .build())
                .stat("Sum")
                .period(60)
                .build())
        .returnData(false)
        .build();
  }

  private GetMetricDataInput.Builder request(MetricDataQuery... asked) {
    List<MetricDataQuery> all =
        new ArrayList<>(
            List.of(metric("a", "a", "one"), metric("b", "a", "two"), metric("c", "c", "one")));
    all.addAll(List.of(asked));
    return GetMetricDataInput.builder()
        .metricDataQueries(all)
        .startTime(start)
        .endTime(fixture.now)
        .scanBy("TimestampAscending");
  }

  private static MetricDataQuery.Builder expression(String text) {
    return MetricDataQuery.builder().id("e").expression(text);
  }

  private List<MetricDataResult> compute(String text) {
    return get(request(expression(text).build())).metricDataResultsOrEmpty();
  }

  private GetMetricDataOutput get(GetMetricDataInput.Builder request) {
    return fixture.asRoot(CloudwatchModel.GET_METRIC_DATA, request.build());
  }

  /** Each value by its minute, such as {@code 0=11 1=22}. */
  private String shown(MetricDataResult result) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < result.valuesOrEmpty().size(); i++) {
      long minute = Duration.between(start, result.timestampsOrEmpty().get(i)).toMinutes();
      double value = result.valuesOrEmpty().get(i);
      text.append(minute)
          .append('=')
          .append(value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value))
          .append(' ');
    }
    return text.toString().strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a + b | 0=11 1=22 3=44",
        "b / a * 2 | 0=20 1=20 3=20",
        "a ^ 2 - 1 | 0=0 1=3 3=15",
        "-a | 0=-1 1=-2 3=-4",
        "(a + 1) * 2 | 0=4 1=6 3=10",
        "1 / (a - 1) | 1=1 3=0.3333333333333333",
        "a > 1 | 0=0 1=1 3=1",
        "a > 1 AND b < 40 | 0=0 1=1 3=0",
        "a == 1 OR b >= 40 | 0=1 1=0 3=1",
        "IF(a > 1, b, 0) | 0=0 1=20 3=40",
        "IF(b > 15, b) | 1=20 2=30 3=40",
        "FILL(a, 0) | 0=1 1=2 2=0 3=4",
        "FILL(a, REPEAT) | 0=1 1=2 2=2 3=4",
        "FILL(a, LINEAR) | 0=1 1=2 2=3 3=4",
        "FILL(a, b) | 0=1 1=2 2=30 3=4",
        "DIFF(b) | 1=10 2=10 3=10",
        "DIFF_TIME(a) | 1=60 3=120",
        "RATE(a) | 1=0.016666666666666666 3=0.016666666666666666",
        "RUNNING_SUM(a) | 0=1 1=3 3=7",
        "SUM([a, b]) | 0=11 1=22 2=30 3=44",
        "SUM(METRICS('b')) | 0=10 1=20 2=30 3=40",
        "AVG([a,b]) | 0=5.5 1=11 2=30 3=22",
        "MAX([a,b]) | 0=10 1=20 2=30 3=40",
        "MIN(METRICS()) | 0=-1 1=-2 2=30 3=-4",
        "STDDEV([a,a]) | 0=0 1=0 3=0",
        "a / SUM(a) * 7 | 0=1 1=2 3=4",
        "ABS(c) | 0=1 1=2 3=4",
        "CEIL(a / 3) | 0=1 1=1 3=2",
        "FLOOR(a / 3) | 0=0 1=0 3=1",
        "LOG10(b * 10 / a) | 0=2 1=2 3=2",
        "a * PERIOD(a) | 0=60 1=120 3=240",
        "TIME_SERIES(5) | 0=5 1=5 2=5 3=5",
        "b * 0 + LAST(a) | 0=4 1=4 2=4 3=4",
        "FIRST([a, b]) | 0=1 1=2 3=4",
        "FIRST(SORT([a, b], MAX, DESC)) | 0=10 1=20 2=30 3=40",
        "SLICE(SORT([a, b], AVG, ASC), 0) | 0=1 1=2 3=4",
        "MINUTE(a) | 0=0 1=1 3=3",
        "HOUR(a) | 0=12 1=12 3=12",
        "DAY(a) | 0=5 1=5 3=5",
        "b * METRIC_COUNT(METRICS()) | 0=30 1=60 2=90 3=120",
        "DATAPOINT_COUNT([a, b]) | 0=2 1=2 2=1 3=2",
        "FIRST(SEARCH('{Test,Host} MetricName=\"c\"', 'Sum', 60)) | 0=-1 1=-2 3=-4",
      })
  void expressionsComeToWhatTheGuideSays(String text, String expected) {
    assertThat(compute(text))
        .singleElement()
        .satisfies(one -> {
          assertThat(shown(one)).isEqualTo(expected);
          assertThat(one.statusCode()).isEqualTo("Complete");
        });
  }

  @Test
  void searchesFindWhatIsThere() {
    assertThat(compute("SEARCH('{Test,Host} MetricName=\"a\"', 'Average', 60)"))
        .extracting(MetricDataResult::label)
        .containsExactly("one", "two");
    assertThat(compute("SEARCH('Host=(one OR two) NOT MetricName=c', 'Average', 60)")).hasSize(2);
    assertThat(compute("SEARCH('{Test,Other} a', 'Average', 60)")).isEmpty();
    assertThat(compute("SEARCH('Test one', 'Average', 300)"))
        .extracting(MetricDataResult::label)
        .containsExactly("a", "c");
    assertThat(compute("REMOVE_EMPTY(METRICS())")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a + | Unexpected end",
        "nothing + 1 | Undefined variable: nothing",
        "e * 2 | depends on itself",
        "FOO(a) | Unknown function: FOO",
        "1 + 1 | must return a time series",
        "SUM(a, b) | does not take 2 arguments",
        "[a,b] + [a,c] | Unsupported operand types",
        "a ? b | Unexpected character",
      })
  void whatCannotBeComputedIsRefused(String text, String message) {
    assertRefused(() -> compute(text), "ValidationError", 400, message);
  }

  @Test
  void whatCroftHasNotIsRefusedByName() {
    assertRefused(
        () -> compute("ANOMALY_DETECTION_BAND(a, 2)"),
        "UnsupportedOperation",
        400,
        "ANOMALY_DETECTION_BAND");
    assertRefused(
        () -> compute("SELECT AVG(CPUUtilization) FROM \"AWS/EC2\""),
        "UnsupportedOperation",
        400,
        "Metrics Insights");
  }

  @Test
  void labelsShowWhatTheyAskFor() {
    assertThat(
            get(request(
                    expression("b * 1")
                        .label("${MAX} at ${MAX_TIME} of ${AVG} ${LABEL} ${PROP('Region')}")
                        .build()))
                .metricDataResultsOrEmpty())
        .extracting(MetricDataResult::label)
        .containsExactly("40 at 2026-05-01T12:03:00Z of 25 e us-west-2");
    MetricDataQuery named =
        metric("m", "a", "two").toBuilder()
            .returnData(true)
            .label("${PROP('Dim.Host')}: ${LAST} ${PROP('Stat')}/${PROP('Period')}")
            .build();
    assertThat(get(request(named)).metricDataResultsOrEmpty())
        .extracting(MetricDataResult::label)
        .containsExactly("two: 40 Sum/60");
  }

  @Test
  void manyPointsComeInPages() {
    GetMetricDataInput.Builder request =
        request(expression("[a, b]").build()).maxDatapoints(4).scanBy("TimestampDescending");
    GetMetricDataOutput first = get(request);
    assertThat(first.metricDataResultsOrEmpty())
        .extracting(this::shown)
        .containsExactly("3=4 1=2 0=1", "3=40");
    assertThat(first.metricDataResultsOrEmpty())
        .extracting(MetricDataResult::statusCode)
        .containsExactly("Complete", "PartialData");
    GetMetricDataOutput second = get(request.nextToken(first.nextToken()));
    assertThat(second.metricDataResultsOrEmpty())
        .extracting(this::shown)
        .containsExactly("2=30 1=20 0=10");
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void queriesAreChecked() {
    assertRefused(
        () -> get(request(expression("a").id("A").build())), "ValidationError", 400, "pattern");
    assertRefused(
        () -> get(request(expression("a").id("a").build())), "ValidationError", 400, "not unique");
    assertRefused(() -> get(request()), "ValidationError", 400, "ReturnData");
  }
}
