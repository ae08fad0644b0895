package croft.services.cloudwatch.data;

import static croft.services.cloudwatch.CloudWatchFixture.dimension;
import static croft.services.iam.IamFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import croft.api.cloudwatch.CloudwatchModel;
import croft.api.cloudwatch.Datapoint;
import croft.api.cloudwatch.DimensionFilter;
import croft.api.cloudwatch.GetMetricStatisticsInput;
import croft.api.cloudwatch.ListMetricsInput;
import croft.api.cloudwatch.ListMetricsOutput;
import croft.api.cloudwatch.Metric;
import croft.api.cloudwatch.MetricDatum;
import croft.api.cloudwatch.PutMetricDataInput;
import croft.api.cloudwatch.StatisticSet;
import croft.base.Caller;
import croft.services.cloudwatch.CloudWatchFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricDataTest {
  @TempDir Path directory;
  private CloudWatchFixture fixture;

  @BeforeEach
  void open() {
    fixture = new CloudWatchFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private GetMetricStatisticsInput.Builder statistics(String metric, Duration back, int period) {
    return GetMetricStatisticsInput.builder()
        .namespace("Test")
        .metricName(metric)
        .startTime(fixture.now.minus(back))
        .endTime(fixture.now.plusSeconds(60))
        .period(period)
        .statistics(List.of("Average", "Sum", "Minimum", "Maximum", "SampleCount"));
  }

  private List<Datapoint> get(GetMetricStatisticsInput.Builder request) {
    return fixture
        .asRoot(CloudwatchModel.GET_METRIC_STATISTICS, request.build())
        .datapointsOrEmpty();
  }

  private List<Datapoint> get(String metric, Duration back, int period) {
    return get(statistics(metric, back, period));
  }

  @Test
  void valuesOfAMinuteBecomeOnePoint() {
    fixture.put("load", 1);
    fixture.put("load", 3);
    fixture.pass(Duration.ofSeconds(30));
    fixture.put("load", 8);
    fixture.pass(Duration.ofSeconds(30));
    fixture.put("load", 10);
    List<Datapoint> points = get("load", Duration.ofMinutes(5), 60);
    assertThat(points).hasSize(2);
    Datapoint first = points.getFirst();
    assertThat(first.sampleCount()).isEqualTo(3);
    assertThat(first.sum()).isEqualTo(12);
    assertThat(first.average()).isEqualTo(4);
    assertThat(first.minimum()).isEqualTo(1);
    assertThat(first.maximum()).isEqualTo(8);
    assertThat(first.unit()).isEqualTo("None");
    assertThat(first.timestamp()).isEqualTo(fixture.now.minusSeconds(60));
    assertThat(get("load", Duration.ofMinutes(4), 300)).hasSize(1);
  }

  @Test
  void pointsOutliveTheServerAtEveryAge() {
    fixture.put("load", 1);
    fixture.series.settle();
    fixture.put("load", 2);
    reopen();
    assertThat(get("load", Duration.ofMinutes(5), 60).getFirst().sum()).isEqualTo(3);
    fixture.upkeep.reconcile();
    fixture.put("load", 4);
    fixture.series.settle();
    fixture.series.keep();
    assertThat(get("load", Duration.ofMinutes(5), 60).getFirst().sum()).isEqualTo(7);
    fixture.put("load", 8);
    assertThat(get("load", Duration.ofMinutes(5), 60).getFirst().sum()).isEqualTo(15);
    reopen();
    Datapoint all = get("load", Duration.ofMinutes(5), 60).getFirst();
    assertThat(all.sum()).isEqualTo(15);
    assertThat(all.sampleCount()).isEqualTo(4);
    assertThat(all.minimum()).isEqualTo(1);
    assertThat(all.maximum()).isEqualTo(8);
  }

  private void reopen() {
    fixture.close();
    java.time.Instant now = fixture.now;
    fixture = new CloudWatchFixture(directory);
    fixture.now = now;
  }

  @Test
  void agedPointsBecomeCoarserAsDocumented() {
    fixture.put("Test", fixture.datum("fast", 1).storageResolution(1).build());
    fixture.pass(Duration.ofSeconds(1));
    fixture.put("Test", fixture.datum("fast", 2).storageResolution(1).build());
    fixture.series.settle();
    fixture.series.keep();
    assertThat(get("fast", Duration.ofMinutes(1), 1)).hasSize(2);
    assertThat(get("fast", Duration.ofMinutes(1), 60).getFirst().sum()).isEqualTo(3);
    fixture.pass(Duration.ofHours(5));
    fixture.upkeep.reconcile();
    assertThat(
            get(
                statistics("fast", Duration.ofHours(6), 1)
                    .startTime(fixture.now.minus(Duration.ofHours(5)).minusSeconds(60))
                    .endTime(fixture.now.minus(Duration.ofHours(5)).plusSeconds(60))))
        .isEmpty();
    assertThat(get("fast", Duration.ofHours(6), 60)).hasSize(1);
    fixture.pass(Duration.ofDays(16));
    retain();
    assertThat(between(300, Duration.ofDays(16)).getFirst().sum()).isEqualTo(3);
    assertThat(between(60, Duration.ofDays(16))).isEmpty();
    fixture.pass(Duration.ofDays(50));
    retain();
    assertThat(between(3600, Duration.ofDays(66)).getFirst().sum()).isEqualTo(3);
    assertThat(between(300, Duration.ofDays(66))).isEmpty();
    fixture.pass(Duration.ofDays(400));
    retain();
    assertThat(between(3600, Duration.ofDays(466))).isEmpty();
  }

  private void retain() {
    for (int i = 0; i < 60; i++) {
      fixture.upkeep.reconcile();
    }
  }

  /** A day about the first point. */
  private List<Datapoint> between(int period, Duration back) {
    return get(
        statistics("fast", back, period)
            .startTime(fixture.now.minus(back).minus(Duration.ofHours(12)))
            .endTime(fixture.now.minus(back).plus(Duration.ofHours(period < 300 ? 6 : 12))));
  }

  @Test
  void percentilesOfManyValuesAreNearAndOfFewExact() {
    List<Double> values =
        new ArrayList<>(DoubleStream.iterate(1, value -> value + 1).limit(100).boxed().toList());
    Collections.shuffle(values, new java.util.Random(7));
    fixture.put("Test", MetricDatum.builder().metricName("latency").values(values).build());
    var p90 = statistics("latency", Duration.ofMinutes(5), 60).statistics(List.of());
    Datapoint point =
        get(p90.extendedStatistics(List.of("p90", "p100", "tm90", "tc90", "ts90", "PR(:50)")))
            .getFirst();
    var extended = Objects.requireNonNull(point.extendedStatistics());
    assertThat(extended.get("p90")).isCloseTo(90, within(0.5));
    assertThat(extended.get("p100")).isEqualTo(100, within(0.5));
    assertThat(extended.get("tm90")).isCloseTo(45.5, within(0.5));
    assertThat(extended.get("tc90")).isCloseTo(90, within(1.0));
    assertThat(extended.get("ts90")).isCloseTo(4095, within(50.0));
    assertThat(extended.get("PR(:50)")).isCloseTo(50, within(1.0));
    fixture.put(
        "Test",
        MetricDatum.builder()
            .metricName("few")
            .values(List.of(1.0, 2.0, 3.0, 4.0))
            .counts(List.of(1.0, 1.0, 1.0, 7.0))
            .build());
    Datapoint few =
        get(statistics("few", Duration.ofMinutes(5), 60)
                .statistics(List.of())
                .extendedStatistics(List.of("p10", "p30", "p50", "TM(10%:90%)", "WM(:30%)", "IQM")))
            .getFirst();
    assertThat(few.extendedStatistics())
        .containsEntry("p10", 1.0)
        .containsEntry("p30", 3.0)
        .containsEntry("p50", 4.0)
        .containsEntry("TM(10%:90%)", 33.0 / 9)
        .containsEntry("WM(:30%)", 2.7);
  }

  @Test
  void aStatisticSetTellsNoPercentile() {
    StatisticSet set =
        StatisticSet.builder().sampleCount(10.0).sum(50.0).minimum(1.0).maximum(9.0).build();
    fixture.put("Test", MetricDatum.builder().metricName("set").statisticValues(set).build());
    Datapoint point =
        get(statistics("set", Duration.ofMinutes(5), 60).extendedStatistics(List.of("p50")))
            .getFirst();
    assertThat(point.average()).isEqualTo(5);
    assertThat(point.extendedStatistics()).isEmpty();
  }

  @Test
  void unitsAreToldApart() {
    fixture.put("Test", fixture.datum("size", 1).unit("Bytes").build());
    fixture.put("Test", fixture.datum("size", 2).unit("Kilobytes").build());
    assertThat(get("size", Duration.ofMinutes(5), 60)).hasSize(2);
    assertThat(get(statistics("size", Duration.ofMinutes(5), 60).unit("Bytes")))
        .singleElement()
        .satisfies(point -> assertThat(point.sum()).isEqualTo(1));
  }

  @Test
  void whatCannotBeKeptIsRefused() {
    assertRefused(
        () -> fixture.put("AWS/EC2", fixture.datum("x", 1).build()),
        "InvalidParameterValue",
        400,
        "The value AWS/EC2 for parameter Namespace is invalid.");
    assertRefused(
        () -> fixture.put("x", Double.NaN),
        "InvalidParameterValue",
        400,
        "The value NaN for parameter MetricData.member.1.Value is invalid.");
    assertRefused(
        () -> fixture.put("x", Double.POSITIVE_INFINITY), "InvalidParameterValue", 400, "Infinity");
    assertRefused(() -> fixture.put("x", 1e109), "InvalidParameterValue", 400, "1.0E109");
    assertRefused(
        () ->
            fixture.put(
                "Test",
                fixture.datum("x", 1).timestamp(fixture.now.minus(Duration.ofDays(15))).build()),
        "InvalidParameterValue",
        400,
        "within the past two weeks");
    assertRefused(
        () ->
            fixture.put(
                "Test",
                fixture.datum("x", 1).timestamp(fixture.now.plus(Duration.ofHours(3))).build()),
        "InvalidParameterValue",
        400,
        "two hours in the future");
    assertRefused(
        () -> fixture.put("Test", fixture.datum("x", 1).values(List.of(1.0)).build()),
        "InvalidParameterCombination",
        400,
        "mutually exclusive");
    assertRefused(
        () -> fixture.put("Test", MetricDatum.builder().metricName("x").build()),
        "MissingParameter",
        400,
        "must be specified");
    assertRefused(
        () -> fixture.put("Test", fixture.datum("x", 1).storageResolution(10).build()),
        "InvalidParameterValue",
        400,
        "StorageResolution");
    assertRefused(
        () ->
            fixture.put(
                "Test",
                IntStream.range(0, 1001)
                    .mapToObj(i -> fixture.datum("x", i).build())
                    .toArray(MetricDatum[]::new)),
        "InvalidParameterValue",
        400,
        "must not have a size greater than 1000.");
    assertRefused(
        () -> get("x", Duration.ofDays(2), 60),
        "InvalidParameterCombination",
        400,
        "You have requested up to 2,881 datapoints, which exceeds the limit of 1,440.");
    assertRefused(() -> get("x", Duration.ofHours(1), 45), "InvalidParameterValue", 400, "Period");
    assertRefused(
        () -> get(statistics("x", Duration.ofHours(1), 60).extendedStatistics(List.of("p101"))),
        "InvalidParameterValue",
        400,
        "p101");
  }

  private ListMetricsOutput list(ListMetricsInput.Builder request) {
    return fixture.asRoot(CloudwatchModel.LIST_METRICS, request.build());
  }

  @Test
  void metricsAreListedByWhatTheyAre() {
    fixture.put(
        "Test", fixture.datum("a", 1).dimensions(List.of(dimension("Host", "one"))).build());
    fixture.put(
        "Test", fixture.datum("a", 1).dimensions(List.of(dimension("Host", "two"))).build());
    fixture.put("Other", fixture.datum("b", 1).build());
    assertThat(list(ListMetricsInput.builder()).metricsOrEmpty()).hasSize(3);
    assertThat(list(ListMetricsInput.builder().namespace("Test")).metricsOrEmpty()).hasSize(2);
    assertThat(
            list(ListMetricsInput.builder()
                    .dimensions(
                        List.of(DimensionFilter.builder().name("Host").value("two").build())))
                .metricsOrEmpty())
        .singleElement()
        .extracting(Metric::dimensionsOrEmpty)
        .isEqualTo(List.of(dimension("Host", "two")));
    fixture.pass(Duration.ofHours(4));
    fixture.put("Other", fixture.datum("c", 1).build());
    assertThat(list(ListMetricsInput.builder().recentlyActive("PT3H")).metricsOrEmpty())
        .extracting(Metric::metricName)
        .containsExactly("c");
    fixture.pass(Duration.ofDays(14));
    assertThat(list(ListMetricsInput.builder()).metricsOrEmpty())
        .extracting(Metric::metricName)
        .containsExactly("c");
  }

  @Test
  void listsComeInPages() {
    fixture.put(
        "Test",
        IntStream.range(0, 600)
            .mapToObj(i -> fixture.datum("m" + i, i).build())
            .toArray(MetricDatum[]::new));
    ListMetricsOutput first = list(ListMetricsInput.builder().namespace("Test"));
    assertThat(first.metricsOrEmpty()).hasSize(500);
    assertThat(
            list(ListMetricsInput.builder().namespace("Test").nextToken(first.nextToken()))
                .metricsOrEmpty())
        .hasSize(100);
    assertRefused(
        () -> list(ListMetricsInput.builder().nextToken(first.nextToken())),
        "InvalidNextToken",
        400,
        "nextToken");
  }

  @Test
  void aPolicyMayAllowOneNamespace() {
    Caller caller =
        fixture.user(
            "publisher",
            "{'Effect':'Allow','Action':'cloudwatch:PutMetricData','Resource':'*','Condition':"
                + "{'StringEquals':{'cloudwatch:namespace':'Mine'}}}");
    PutMetricDataInput.Builder request =
        PutMetricDataInput.builder().metricData(List.of(fixture.datum("x", 1).build()));
    fixture.operations.invoke(
        fixture.call(caller), CloudwatchModel.PUT_METRIC_DATA, request.namespace("Mine").build());
    assertRefused(
        () ->
            fixture.operations.invoke(
                fixture.call(caller),
                CloudwatchModel.PUT_METRIC_DATA,
                request.namespace("Yours").build()),
        "AccessDenied",
        403,
        "cloudwatch:PutMetricData");
  }
}
