package croft.services.ec2.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import croft.agent.InstanceReport;
import croft.agent.Reachability;
import croft.agent.Reachability.Status;
import croft.api.ec2.MonitorInstancesRequest;
import croft.drivers.compute.InstanceMetrics;
import croft.drivers.compute.InstanceState;
import croft.services.cloudwatch.metric.MetricPoint;
import croft.services.cloudwatch.metric.Observation;
import croft.services.ec2.Ec2Fixture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstanceMeterTest {
  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

  @TempDir Path directory;
  private Ec2Fixture fixture;
  private InstanceMeter meter;
  private String id = "";

  /** By what metrics see, which may run faster than reports. */
  private Instant now = START;

  private final List<MetricPoint> points = new ArrayList<>();

  @BeforeEach
  void open() {
    fixture = new Ec2Fixture(directory);
    id = fixture.running();
    meter =
        new InstanceMeter(
            fixture.store,
            (scope, published) -> {
              assertThat(scope).isEqualTo(Ec2Fixture.SCOPE);
              points.addAll(published);
            },
            () -> now);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Looks so many seconds after the start: the t3.micro has two processors. */
  private void look(long seconds, double cpuSeconds, long received, Status status) {
    now = START.plusSeconds(seconds);
    report(seconds, cpuSeconds, received, status);
  }

  private void report(long seconds, double cpuSeconds, long received, Status status) {
    InstanceMetrics metrics =
        new InstanceMetrics(
            (long) (cpuSeconds * 1e9), 0, 0, 4096, 0, 1, 0, received, 0, received / 100, 0);
    meter.accept(
        new InstanceReport(
            id,
            START.plusSeconds(seconds),
            new InstanceState.Running(1, START),
            new Reachability(status, ""),
            Optional.of(metrics)));
  }

  private List<Double> values(String name, Map<String, String> dimensions) {
    return points.stream()
        .filter(point ->
            point.metric().name().equals(name) && point.metric().dimensions().equals(dimensions))
        .map(point -> ((Observation.Value) point.observation()).value())
        .toList();
  }

  private List<Double> values(String name) {
    return values(name, Map.of("InstanceId", id));
  }

  @Test
  void eachMinuteIsAPointOnceItIsOver() {
    for (int second = 0; second <= 60; second += 5) {
      look(second, second, second * 1000L, Status.PASSED);
    }
    assertThat(values("CPUUtilization")).containsExactly(50.0);
    assertThat(values("NetworkIn")).containsExactly(60_000.0);
    assertThat(values("NetworkPacketsIn")).containsExactly(600.0);
    assertThat(values("StatusCheckFailed")).containsExactly(0.0);
    assertThat(points).extracting(MetricPoint::at).containsOnly(START);
    assertThat(points).extracting(MetricPoint::resolutionSeconds).containsOnly(60);
    look(65, 60, 60_000, Status.FAILED);
    look(120, 60, 60_000, Status.PASSED);
    assertThat(values("CPUUtilization")).containsExactly(50.0, 0.0);
    assertThat(values("StatusCheckFailed_Instance")).containsExactly(0.0, 1.0);
  }

  @Test
  void detailedMonitoringHasAPointEachTenSeconds() {
    fixture.ec2.monitorInstances(
        MonitorInstancesRequest.builder().instanceIds(List.of(id)).build());
    for (int second = 0; second <= 60; second += 5) {
      look(second, second < 30 ? 0 : (second - 30) * 2.0, 0, Status.PASSED);
    }
    assertThat(values("CPUUtilization")).containsExactly(0.0, 0.0, 0.0, 100.0, 100.0, 100.0);
    assertThat(values("CPUUtilization", Map.of())).hasSize(6);
    assertThat(points).extracting(MetricPoint::resolutionSeconds).containsOnly(1);
  }

  @Test
  void aCounterThatBeganAnewIsNoNegativeUse() {
    look(0, 100, 1_000_000, Status.PASSED);
    look(30, 3, 500, Status.PASSED);
    look(60, 6, 900, Status.PASSED);
    assertThat(values("NetworkIn")).containsExactly(900.0);
    assertThat(values("CPUUtilization")).containsExactly(5.0);
  }

  @Test
  void fasterTimeStillHasAPointForEachMinute() {
    for (int look = 0; look <= 2; look++) {
      now = START.plusSeconds(look * 300L);
      report(look * 5L, look * 5, 0, Status.PASSED);
    }
    assertThat(values("CPUUtilization")).hasSize(10).containsOnly(50.0);
  }

  @Test
  void whatDoesNotRunHasNoPoints() {
    look(0, 0, 0, Status.PASSED);
    meter.accept(
        new InstanceReport(
            id,
            START,
            new InstanceState.Stopped(InstanceState.StopReason.REQUESTED),
            new Reachability(Status.NOT_RUNNING, ""),
            Optional.empty()));
    look(60, 60, 0, Status.PASSED);
    look(61, 60, 0, Status.PASSED);
    assertThat(points).isEmpty();
  }
}
