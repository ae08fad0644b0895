package croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import croft.agent.HostAgent.Options;
import croft.agent.Reachability.Status;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Content;
import croft.drivers.compute.Image;
import croft.drivers.compute.InstanceMetrics;
import croft.drivers.compute.InstanceSpec;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.InstanceState.StopReason;
import croft.drivers.memory.compute.MemoryComputeDriver;
import croft.drivers.memory.compute.MemoryImageDriver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAgentTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final InstanceMetrics METRICS =
      new InstanceMetrics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

  private final MemoryComputeDriver compute =
      new MemoryComputeDriver(new MemoryImageDriver(CLOCK), CLOCK);
  private final Map<String, InstanceReport> reports = new ConcurrentHashMap<>();
  private final HostAgent agent = agent(report -> reports.put(report.instanceId(), report));

  private HostAgent agent(ReportSink sink) {
    return new HostAgent(compute, sink, CLOCK, options(duration -> {}));
  }

  private static Options options(HostAgent.Pause pause) {
    return new Options(Duration.ofMinutes(1), Duration.ofMillis(200), 2, pause);
  }

  private void running(String id) {
    compute.create(InstanceSpec.of(id, Image.HOST_ROOT_ID));
    compute.start(id);
  }

  private InstanceReport reportOf(String id) {
    return Objects.requireNonNull(reports.get(id), id);
  }

  @Test
  void reportsWhatItSeesOfEveryInstance() throws Exception {
    running("i-1");
    compute.setMetrics("i-1", METRICS);
    running("i-2");
    compute.end("i-2", StopReason.SHUT_DOWN);
    compute.create(InstanceSpec.of("i-3", Image.HOST_ROOT_ID));
    agent.round();
    assertThat(reports).containsOnlyKeys("i-1", "i-2", "i-3");
    InstanceReport first = reportOf("i-1");
    assertThat(first.at()).isEqualTo(NOW);
    assertThat(first.state()).isInstanceOf(InstanceState.Running.class);
    assertThat(first.reachability()).isEqualTo(new Reachability(Status.PASSED, "answers"));
    assertThat(first.metrics()).isEqualTo(Optional.of(METRICS));
    assertThat(reportOf("i-2").reachability())
        .isEqualTo(new Reachability(Status.NOT_RUNNING, "stopped: SHUT_DOWN"));
    assertThat(reportOf("i-2").metrics()).isEmpty();
    assertThat(reportOf("i-3").reachability().status()).isEqualTo(Status.NOT_RUNNING);
  }

  @ParameterizedTest
  @CsvSource({
    "running, PASSED",
    "degraded, PASSED",
    "offline, PASSED",
    "starting, INITIALIZING",
    "initializing, INITIALIZING",
    "'', INITIALIZING",
    "maintenance, FAILED",
    "stopping, FAILED"
  })
  void judgesByWhatSystemdSays(String state, Status status) {
    running("i-1");
    compute
        .programs()
        .add("systemctl", command -> new CommandOutput(1, Content.text(state), Content.EMPTY));
    assertThat(agent.reachability("i-1").status()).isEqualTo(status);
  }

  @Test
  void anInstanceThatDoesNotAnswerHasFailed() {
    running("i-1");
    compute
        .programs()
        .add(
            "systemctl",
            command -> new CommandOutput(CommandOutput.TIMED_OUT, Content.EMPTY, Content.EMPTY));
    assertThat(agent.look("i-1").reachability().status()).isEqualTo(Status.FAILED);
    compute
        .programs()
        .add(
            "systemctl",
            command -> {
              throw new ComputeException(ComputeException.Reason.FAILED, "no way in");
            });
    assertThat(agent.look("i-1").reachability())
        .isEqualTo(new Reachability(Status.FAILED, "no way in"));
  }

  @Test
  void anUnknownInstanceIsNotRunning() {
    assertThat(agent.reachability("i-none").status()).isEqualTo(Status.NOT_RUNNING);
    assertThat(agent.look("i-none").state()).isEqualTo(new InstanceState.Absent());
  }

  @Test
  void aSinkThatFailsStopsNothing() throws Exception {
    running("i-1");
    running("i-2");
    AtomicInteger taken = new AtomicInteger();
    HostAgent failing =
        agent(report -> {
          taken.incrementAndGet();
          throw new IllegalStateException("sink");
        });
    failing.round();
    assertThat(taken).hasValue(2);
  }

  @Test
  void looksOnceAnIntervalUntilClosed() throws Exception {
    running("i-1");
    CountDownLatch thirdPause = new CountDownLatch(3);
    AtomicInteger looks = new AtomicInteger();
    HostAgent agent =
        new HostAgent(
            compute,
            report -> looks.incrementAndGet(),
            CLOCK,
            options(duration -> {
              assertThat(duration).isEqualTo(Duration.ofMinutes(1));
              thirdPause.countDown();
              if (thirdPause.getCount() == 0) {
                throw new InterruptedException();
              }
            }));
    Thread thread = agent.start();
    assertThat(thirdPause.await(10, TimeUnit.SECONDS)).isTrue();
    thread.join();
    agent.close();
    assertThat(looks).hasValue(3);
  }

  @Test
  void anInstanceIsAskedAsOftenAsItsConfigurationSays() {
    running("i-1");
    AtomicInteger asked = new AtomicInteger();
    StringBuilder configuration = new StringBuilder();
    compute
        .programs()
        .add(
            "/bin/sh",
            command -> {
              asked.incrementAndGet();
              String text = configuration.toString();
              return new CommandOutput(text.isEmpty() ? 3 : 0, Content.text(text), Content.EMPTY);
            });
    AtomicLong seconds = new AtomicLong();
    HostAgent asking =
        new HostAgent(
            compute, report -> {}, () -> NOW.plusSeconds(seconds.get()), options(duration -> {}));
    // One that just started may get a configuration soon.
    assertThat(asksWithin(60, asking, seconds, asked)).isEqualTo(6);
    assertThat(asksWithin(600, asking, seconds, asked)).isEqualTo(6 + 10);
    configuration.append("{\"metrics_collection_interval\": 10}");
    asksWithin(60, asking, seconds, asked);
    assertThat(asksWithin(60, asking, seconds, asked)).isEqualTo(6);
    configuration.replace(0, configuration.length(), "{\"metrics_collection_interval\": 300}");
    asksWithin(60, asking, seconds, asked);
    assertThat(asksWithin(600, asking, seconds, asked)).isEqualTo(10);
  }

  /** Looks each five seconds. */
  private static int asksWithin(
      int within, HostAgent asking, AtomicLong seconds, AtomicInteger asked) {
    int before = asked.get();
    for (int second = 0; second < within; second += 5) {
      asking.look("i-1");
      seconds.addAndGet(5);
    }
    return asked.get() - before;
  }
}
