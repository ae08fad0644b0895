package croft.bench;

import com.sun.management.OperatingSystemMXBean;
import croft.api.cloudwatch.CloudwatchApi;
import croft.api.cloudwatch.Dimension;
import croft.api.cloudwatch.GetMetricDataInput;
import croft.api.cloudwatch.GetMetricDataOutput;
import croft.api.cloudwatch.Metric;
import croft.api.cloudwatch.MetricDataQuery;
import croft.api.cloudwatch.MetricStat;
import croft.api.cloudwatch.PutMetricAlarmInput;
import croft.base.Caller;
import croft.base.Ids;
import croft.services.cloudwatch.CloudWatchService;
import croft.services.cloudwatch.alarm.AlarmParts;
import croft.services.cloudwatch.alarm.AlarmWatch;
import croft.services.cloudwatch.data.MetricParts;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.series.SeriesStore;
import croft.services.iam.credential.MasterKey;
import croft.services.operation.Call;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.Pages;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Datapoints in, a day of minutes out, and ten thousand alarms, the latter two in one process. */
final class Metrics {
  private static final int BATCH = 1000;
  private static final int CLIENTS = 4;
  private static final int ALARMS = 10_000;
  private static final int MINUTES = 5;
  private static final int DAY = 1440;
  private static final int QUERIES = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration TURN = Duration.ofSeconds(8);
  private static final String SCOPE = "123456789012/us-west-2";

  private final CroftProcess.Launcher launcher;
  private final Report report;
  private Instant now = Instant.parse("2026-05-01T12:00:00Z");

  Metrics(CroftProcess.Launcher launcher, Report report) {
    this.launcher = launcher;
    this.report = report;
  }

  void measure(Path home) throws Exception {
    Path serverHome = Files.createDirectory(home.resolve("server"));
    try (CroftProcess server = CroftProcess.start(launcher, serverHome, "--drivers", "memory")) {
      Load load = new Load(server.signed().port(), batch(server.signed()), CLIENTS);
      load.run(WARM_UP);
      double points = load.run(TURN) * BATCH;
      report.atLeast(
          "Datapoints put, durable, 1,000 series a request, 4 clients",
          points,
          text("%,.0f/s", points),
          50_000,
          "50,000/s");
    } finally {
      CroftProcess.purge(launcher, serverHome);
    }
    inProcess(home);
  }

  private static byte[] batch(Signed signed) throws Exception {
    String data =
        IntStream.range(0, BATCH)
            .mapToObj(i ->
                """
                {"MetricName":"requests","Value":%d.5,"Unit":"Count","Dimensions":\
                [{"Name":"Host","Value":"host-%d"}]}"""
                    .formatted(i % 17, i))
            .collect(Collectors.joining(","));
    return signed.json(
        "monitoring",
        "GraniteServiceVersion20100801.PutMetricData",
        "{\"Namespace\":\"Bench\",\"MetricData\":[" + data + "]}");
  }

  private void inProcess(Path home) throws Exception {
    try (Store store = Store.open(StoreConfig.sqlite(home.resolve("croft.db")))) {
      store.register(CloudWatchService.tables().toArray(Table<?>[]::new));
      store.migrate(SeriesStore.ROOM, SeriesStore.MIGRATIONS);
      SeriesStore series = new SeriesStore(store, () -> now);
      SecureRandom random = new SecureRandom();
      Pages pages = new Pages(MasterKey.open(home.resolve("master-key"), random));
      AlarmParts alarms =
          new AlarmParts(
              store, series, () -> now, new Ids(random), pages, new InnerCalls(), tx -> {});
      CloudWatchService service =
          new CloudWatchService(new MetricParts(series, () -> now, pages), alarms);
      Operations operations =
          new Operations(List.of(service), (call, model, accesses) -> {});
      Call call =
          new Call(
              Caller.root("123456789012", ""), "us-west-2", "r", "127.0.0.1", true, "bench", now);
      CloudwatchApi api = new CloudwatchApi(operations.as(call));
      query(series, api);
      watch(series, api, new AlarmWatch(alarms));
    }
  }

  /** From chunks: the points are moved there first. */
  private void query(SeriesStore series, CloudwatchApi api) {
    MetricKey metric = new MetricKey("Bench", "day", Map.of("Host", "one"));
    List<MetricPoint> points = new ArrayList<>();
    for (int minute = 1; minute <= DAY; minute++) {
      Instant at = now.minus(Duration.ofMinutes(minute));
      for (int sample = 0; sample < 3; sample++) {
        points.add(MetricPoint.of(metric, minute + sample, "Count", at));
      }
    }
    series.publish(SCOPE, points);
    series.settle();
    series.keep();
    GetMetricDataInput request =
        GetMetricDataInput.builder()
            .startTime(now.minus(Duration.ofDays(1)))
            .endTime(now)
            .metricDataQueries(
                List.of(
                    MetricDataQuery.builder()
                        .id("a")
                        .metricStat(
                            MetricStat.builder()
                                .metric(
                                    Metric.builder()
                                        .namespace("Bench")
                                        .metricName("day")
                                        .dimensions(
                                            List.of(
                                                Dimension.builder().name("Host").value("one").build()))
                                        .build())
                                .stat("Average")
                                .period(60)
                                .build())
                        .build()))
            .build();
    List<Double> milliseconds = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      long begin = System.nanoTime();
      GetMetricDataOutput answer = api.getMetricData(request);
      milliseconds.add((System.nanoTime() - begin) / 1e6);
      if (answer.metricDataResults().getFirst().values().size() != DAY) {
        throw new IllegalStateException("not all points are there");
      }
    }
    double median = new Spread(milliseconds.subList(QUERIES / 4, QUERIES)).median();
    report.atMost(
        "GetMetricData of a day by the minute, from chunks, median",
        median,
        text("%.2f ms", median),
        10,
        "10 ms");
  }

  /** Processor time of the whole process while alarms are looked at; putting data is not counted. */
  private void watch(SeriesStore series, CloudwatchApi api, AlarmWatch watch) {
    for (int i = 0; i < ALARMS; i++) {
      api.putMetricAlarm(
          PutMetricAlarmInput.builder()
              .alarmName("alarm-" + i)
              .namespace("Bench")
              .metricName("load")
              .dimensions(List.of(Dimension.builder().name("Host").value("h" + i).build()))
              .statistic("Average")
              .period(60)
              .evaluationPeriods(3)
              .threshold(80.0)
              .comparisonOperator("GreaterThanThreshold")
              .build());
    }
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<Double> seconds = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      List<MetricPoint> points = new ArrayList<>();
      for (int i = 0; i < ALARMS; i++) {
        MetricKey metric = new MetricKey("Bench", "load", Map.of("Host", "h" + i));
        // A hundredth of the alarms changes its state each minute.
        double value = (i + minute) % 100 == 0 ? 99 : 10;
        points.add(MetricPoint.of(metric, value, "Percent", now));
      }
      series.publish(SCOPE, points);
      series.settle();
      now = now.plusSeconds(60);
      long before = machine.getProcessCpuTime();
      for (int look = 0; look < 6; look++) {
        watch.reconcile();
        now = now.plusSeconds(look < 5 ? 10 : 0);
      }
      now = now.minusSeconds(50);
      seconds.add((machine.getProcessCpuTime() - before) / 1e9);
    }
    double median = new Spread(seconds.subList(1, seconds.size())).median();
    report.atMost(
        "10,000 alarms, each looked at twice a minute: of one processor",
        median / 60,
        text("%.1f %% (%.2f s of 60)", 100 * median / 60, median),
        0.10,
        "10 %");
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
