package croft.services.ec2.logfile;

import croft.agent.InsideReport;
import croft.agent.InstanceReport;
import croft.agent.ReportSink;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.ComputeException.Reason;
import croft.drivers.compute.InstanceState;
import croft.drivers.compute.Shell;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.instance.Instances;
import croft.store.Table;
import croft.workflow.KeyedReconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships files of instances to CloudWatch Logs, of each instance that has a configuration of the
 * CloudWatch agent with files in it. A line is sent at least once: twice only when the server is
 * killed between Logs' answer and the store's.
 */
public final class LogShipper implements KeyedReconciler, ReportSink {
  private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);
  private static final String RUNNING = "running";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration BETWEEN_TIDYINGS = Duration.ofHours(1);

  /** So long an instance that cannot be read is left alone. */
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private static final int SIDE_BY_SIDE = 8;

  private final ComputeDriver compute;
  private final ShippingParts parts;
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();
  private volatile Instant tidied;

  /** An instance with a configuration. Its follower is one look's at a time. */
  private static final class Watched {
    final InstanceFollower follower;
    volatile String text = "";
    volatile String scope = "";
    volatile AgentConfiguration configuration = AgentConfiguration.parse("{}");
    volatile Instant next = Instant.MIN;

    /** Whether it was said that it lacks a program. */
    volatile boolean lacking;

    Watched(InstanceFollower follower) {
      this.follower = follower;
    }

    void configure(String next) {
      if (!next.equals(text)) {
        configuration = AgentConfiguration.parse(next);
        text = next;
      }
    }

    boolean hasWork() {
      return !configuration.files().isEmpty() || !configuration.faults().isEmpty();
    }
  }

  public LogShipper(ComputeDriver compute, ShippingParts parts) {
    this.compute = compute;
    this.parts = parts;
    this.tidied = parts.wall().instant();
  }

  /** Its tables. */
  public static List<Table<?>> tables() {
    return List.of(FilePosition.TABLE);
  }

  @Override
  public void accept(InstanceReport report) {
    String id = report.instanceId();
    if (!(report.state() instanceof InstanceState.Running)) {
      watched.remove(id);
      return;
    }
    Optional<InsideReport> inside = report.inside();
    inside.ifPresent(found ->
        watched
            .computeIfAbsent(id, key -> new Watched(new InstanceFollower(parts)))
            .configure(found.configuration()));
  }

  @Override
  public String name() {
    return "ec2-log-files";
  }

  @Override
  public Duration period() {
    return BETWEEN_LOOKS;
  }

  @Override
  public int parallelism() {
    return SIDE_BY_SIDE;
  }

  @Override
  public Set<String> due() {
    Instant now = parts.wall().instant();
    if (tidied.plus(BETWEEN_TIDYINGS).isBefore(now)) {
      tidied = now;
      new FilePositions(parts.store()).tidy();
    }
    return watched.entrySet().stream()
        .filter(one -> one.getValue().hasWork() && !one.getValue().next.isAfter(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public void reconcile(String id) {
    Watched one = watched.get(id);
    Optional<Instance> instance = one == null ? Optional.empty() : find(id, one);
    if (one == null || instance.isEmpty()) {
      return;
    }
    AgentConfiguration configuration = one.configuration;
    // A little less, for looks are not to the millisecond.
    one.next = parts.wall().instant().plus(configuration.flush()).minus(BETWEEN_LOOKS.dividedBy(2));
    try {
      Shell shell = compute.shell(id);
      if (!one.follower.look(instance.get(), configuration, shell)) {
        watched.remove(id, one);
      }
    } catch (ComputeException e) {
      if (e.reason() == Reason.UNSUPPORTED) {
        if (!one.lacking) {
          LOG.warn("Files of {} are not shipped: {}", id, e.getMessage());
          one.lacking = true;
        }
        one.next = parts.wall().instant().plus(PAUSE);
      } else if (e.reason() != Reason.NOT_RUNNING && e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** A running instance; where it is kept is looked for once. */
  private Optional<Instance> find(String id, Watched one) {
    return parts
        .store()
        .read(tx ->
            one.scope.isEmpty()
                ? tx.find(Instances.TABLE, "state", RUNNING).stream()
                    .filter(running -> running.id().equals(id))
                    .findFirst()
                : tx.get(Instances.TABLE, one.scope, id)
                    .filter(known -> known.state().text().equals(RUNNING)))
        .map(found -> {
          one.scope = found.scope();
          return found;
        });
  }
}
