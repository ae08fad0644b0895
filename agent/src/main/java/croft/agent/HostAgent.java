package croft.agent;

import croft.agent.Reachability.Status;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.InstanceMetrics;
import croft.drivers.compute.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every instance of a compute driver once an interval and reports what it sees. Instances
 * are looked at side by side, a few at a time, so that one that hangs delays no other.
 */
public final class HostAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostAgent.class);

  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(55);

  /** To begin with, for an instance that just started gets its configuration soon. */
  private static final Duration FIRST_QUESTIONS = Duration.ofSeconds(9);

  private static final int MANY_QUESTIONS = 12;

  private static final Pattern INTERVAL =
      Pattern.compile("\"metrics_collection_interval\"\\s*:\\s*(\\d{1,6})\\b");

  private static final int SHORTEST_SECONDS = 5;

  private final ComputeDriver compute;
  private final ReportSink sink;
  private final InstantSource clock;
  private final Options options;
  private final ReachabilityCheck check;
  private final InsideLook insideLook;
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param interval from the end of one round to the begin of the next
   * @param checkTimeout how long an instance may take to answer
   * @param parallelChecks how many instances are looked at at once
   * @param pause waits between rounds; {@code Thread::sleep}, or a test's own
   */
  public record Options(Duration interval, Duration checkTimeout, int parallelChecks, Pause pause) {
    /** Once a minute, as CloudWatch's detailed monitoring; 10 seconds to answer; 8 at once. */
    public static Options standard() {
      return new Options(Duration.ofMinutes(1), Duration.ofSeconds(10), 8, Thread::sleep);
    }
  }

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  public HostAgent(ComputeDriver compute, ReportSink sink, InstantSource clock, Options options) {
    this.compute = compute;
    this.sink = sink;
    this.clock = clock;
    this.options = options;
    this.check = new ReachabilityCheck(options.checkTimeout());
    this.insideLook = new InsideLook(options.checkTimeout());
  }

  /** Begins to look, on a virtual thread, until {@link #close}. */
  public Thread start() {
    return Thread.ofVirtual().name("host-agent").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        round();
        options.pause().pause(options.interval());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at every instance once; returns when all are reported. */
  public void round() throws InterruptedException {
    Map<String, InstanceState> states;
    try {
      states = compute.observeAll();
    } catch (ComputeException e) {
      LOG.warn("Instances cannot be observed: {}", e.getMessage());
      return;
    }
    asked.keySet().retainAll(states.keySet());
    Semaphore free = new Semaphore(options.parallelChecks());
    List<Thread> looks = new ArrayList<>();
    for (String id : states.keySet()) {
      free.acquire();
      looks.add(Thread.startVirtualThread(() -> lookAndReport(id, free)));
    }
    for (Thread look : looks) {
      look.join();
    }
  }

  private void lookAndReport(String id, Semaphore free) {
    try {
      InstanceReport report = look(id);
      if (!(report.state() instanceof InstanceState.Absent)) {
        sink.accept(report);
      }
    } catch (RuntimeException e) {
      LOG.warn("Instance {} cannot be reported", id, e);
    } finally {
      free.release();
    }
  }

  /** One look at one instance now. */
  public InstanceReport look(String id) {
    InstanceState state = compute.observe(id);
    return switch (state) {
      case InstanceState.Running running -> {
        Reachability reachability = reachability(id);
        yield new InstanceReport(
            id, clock.instant(), state, reachability, metrics(id), inside(id, reachability));
      }
      case InstanceState.Absent absent -> notRunning(id, state, "absent");
      case InstanceState.Created created -> notRunning(id, state, "never started");
      case InstanceState.Stopped stopped -> notRunning(id, state, "stopped: " + stopped.reason());
    };
  }

  /** When an instance was asked last, how often so far, and how long it may wait. */
  private record Asked(Instant at, int times, Duration pause) {
    static final Asked NEVER = new Asked(Instant.MIN, 0, Duration.ZERO);

    boolean isEnough(Instant now) {
      return times > 0 && now.isBefore(at.plus(pause));
    }

    Asked again(Instant now, Optional<InsideReport> inside) {
      Duration silent = times < MANY_QUESTIONS ? FIRST_QUESTIONS : BETWEEN_QUESTIONS;
      return new Asked(now, times + 1, inside.map(HostAgent::pause).orElse(silent));
    }
  }

  /** As often as the configuration asks where that is more often: its shortest interval. */
  private static Duration pause(InsideReport inside) {
    long shortest = BETWEEN_QUESTIONS.toMillis();
    Matcher matcher = INTERVAL.matcher(inside.configuration());
    while (matcher.find()) {
      // A little less, for rounds are not to the second.
      long millis = Math.max(SHORTEST_SECONDS, Integer.parseInt(matcher.group(1))) * 1000L;
      shortest = Math.min(shortest, millis - millis / 5);
    }
    return Duration.ofMillis(shortest);
  }

  /** What it says itself, once a minute or as often as it asks for: that costs a few processes. */
  private Optional<InsideReport> inside(String id, Reachability reachability) {
    Instant now = clock.instant();
    Asked last = asked.getOrDefault(id, Asked.NEVER);
    if (reachability.status() != Status.PASSED || last.isEnough(now)) {
      return Optional.empty();
    }
    Optional<InsideReport> inside = insideLook.look(compute.shell(id));
    asked.put(id, last.again(now, inside));
    return inside;
  }

  private InstanceReport notRunning(String id, InstanceState state, String detail) {
    Reachability reachability = new Reachability(Status.NOT_RUNNING, detail);
    return new InstanceReport(id, clock.instant(), state, reachability, Optional.empty());
  }

  /** Whether the instance answers now, for a status check out of turn. */
  public Reachability reachability(String id) {
    try {
      return check.check(compute.shell(id));
    } catch (ComputeException e) {
      return new Reachability(Status.NOT_RUNNING, String.valueOf(e.getMessage()));
    }
  }

  private Optional<InstanceMetrics> metrics(String id) {
    try {
      return Optional.of(compute.metrics(id));
    } catch (ComputeException e) {
      LOG.debug("No metrics of {}: {}", id, e.getMessage());
      return Optional.empty(); // It ended since it was observed.
    }
  }

  /** No further round begins. */
  @Override
  public void close() {
    closed = true;
  }
}
