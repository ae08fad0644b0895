package croft.services.ec2.monitoring;

import croft.agent.InstanceReport;
import croft.agent.Reachability;
import croft.agent.ReportSink;
import croft.drivers.compute.InstanceMetrics;
import croft.services.cloudwatch.metric.MetricKey;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.MetricSink;
import croft.services.ec2.monitoring.MeteredInstances.Metered;
import croft.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes what instances use: a point for each minute, and for each ten seconds where detailed
 * monitoring is on. A point is published once its time is over. The agent looks by the machine's
 * clock; where time runs faster here, what was used between two looks is spread over the points in
 * between.
 */
public final class InstanceMeter implements ReportSink {
  private static final String NAMESPACE = "AWS/EC2";
  private static final int BASIC_SECONDS = 60;
  private static final int DETAILED_SECONDS = 10;

  /** Looks further apart than this say nothing of the points in between. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final MeteredInstances instances;
  private final MetricSink sink;
  private final InstantSource time;
  private final Map<String, Meter> meters = new ConcurrentHashMap<>();

  public InstanceMeter(Store store, MetricSink sink, InstantSource time) {
    this.instances = new MeteredInstances(store);
    this.sink = sink;
    this.time = time;
  }

  @Override
  public void accept(InstanceReport report) {
    Optional<Metered> instance = instances.find(report.instanceId());
    if (instance.isEmpty() || report.metrics().isEmpty()) {
      meters.remove(report.instanceId());
      return;
    }
    // One instance's reports follow one another, so that its meter needs no lock.
    Meter meter = meters.computeIfAbsent(report.instanceId(), id -> new Meter());
    Instant at = time.instant();
    InstanceMetrics numbers = report.metrics().get();
    List<MetricPoint> all = new ArrayList<>(meter.look(report, numbers, instance.get(), at));
    report
        .inside()
        .map(inside -> new AgentLook(instance.get(), numbers, inside, report.at()))
        .ifPresent(look -> all.addAll(meter.agent.of(look, at)));
    if (!all.isEmpty()) {
      sink.publish(instance.get().scope(), all);
    }
  }

  /** What is known of one instance since its last published point. */
  private static final class Meter {
    private Instant lastReal = Instant.MIN;
    private Instant lastTime = Instant.MIN;
    private Optional<InstanceMetrics> last = Optional.empty();
    private final TreeMap<Long, Usage> open = new TreeMap<>();
    private boolean failed;
    private final AgentPoints agent = new AgentPoints();

    List<MetricPoint> look(
        InstanceReport report, InstanceMetrics now, Metered instance, Instant at) {
      int width = instance.detailed() ? DETAILED_SECONDS : BASIC_SECONDS;
      failed |= report.reachability().status() == Reachability.Status.FAILED;
      if (last.isPresent() && lastReal.plus(LONGEST).isAfter(report.at())) {
        double seconds = Duration.between(lastReal, report.at()).toMillis() / 1e3;
        spread(Usage.between(last.get(), now, seconds), at, width);
      }
      last = Optional.of(now);
      lastReal = report.at();
      lastTime = at;
      return closed(instance, at, width);
    }

    private void spread(Usage used, Instant at, int width) {
      double begin = lastTime.toEpochMilli() / 1e3;
      double end = at.toEpochMilli() / 1e3;
      if (end <= begin) {
        return;
      }
      double from = begin;
      while (from < end) {
        long bucket = (long) Math.floor(from / width) * width;
        double to = Math.min(end, (double) bucket + width);
        open.merge(bucket, used.part((to - from) / (end - begin)), Usage::plus);
        from = to;
      }
    }

    private List<MetricPoint> closed(Metered instance, Instant at, int width) {
      List<MetricPoint> points = new ArrayList<>();
      while (!open.isEmpty() && open.firstKey() + width <= at.getEpochSecond()) {
        Map.Entry<Long, Usage> first = open.pollFirstEntry();
        Instant begin = Instant.ofEpochSecond(first.getKey());
        points.addAll(points(instance, first.getValue(), begin));
        failed = false;
      }
      return points;
    }

    private List<MetricPoint> points(Metered instance, Usage used, Instant begin) {
      Points points = new Points(instance, begin);
      points.add("CPUUtilization", used.cpuPercent(instance.virtualCpus()), "Percent");
      points.add("NetworkIn", used.networkIn(), "Bytes");
      points.add("NetworkOut", used.networkOut(), "Bytes");
      points.add("NetworkPacketsIn", used.packetsIn(), "Count");
      points.add("NetworkPacketsOut", used.packetsOut(), "Count");
      // An instance's disks are volumes, its root too: both families of names tell of them.
      for (String family : List.of("Disk", "EBS")) {
        points.add(family + "ReadBytes", used.readBytes(), "Bytes");
        points.add(family + "WriteBytes", used.writeBytes(), "Bytes");
        points.add(family + "ReadOps", used.readOperations(), "Count");
        points.add(family + "WriteOps", used.writeOperations(), "Count");
      }
      points.add("StatusCheckFailed", failed ? 1 : 0, "Count");
      points.add("StatusCheckFailed_Instance", failed ? 1 : 0, "Count");
      points.add("StatusCheckFailed_System", 0, "Count");
      return points.all;
    }
  }

  /** Points of one instance and time, under each of its dimensions. */
  private record Points(Metered instance, Instant at, List<MetricPoint> all) {
    Points(Metered instance, Instant at) {
      this(instance, at, new ArrayList<>());
    }

    void add(String name, double value, String unit) {
      for (Map<String, String> dimensions : instance.dimensions()) {
        MetricPoint point =
            MetricPoint.of(new MetricKey(NAMESPACE, name, dimensions), value, unit, at);
        all.add(instance.detailed() ? point.bySecond() : point);
      }
    }
  }
}
