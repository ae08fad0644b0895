package croft.server;

import croft.agent.InstanceReport;
import croft.agent.ReportSink;
import croft.services.ec2.instance.InstanceStatuses;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent last reported of each instance, for EC2's status checks. */
final class StatusBoard implements ReportSink, InstanceStatuses.Reachability {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  private final Map<String, InstanceStatuses.Look> looks = new ConcurrentHashMap<>();

  /** Those whose last look failed. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  @Override
  public void accept(InstanceReport report) {
    told.put(report.instanceId(), report.at());
    switch (report.reachability().status()) {
      case PASSED -> {
        failing.remove(report.instanceId());
        look(report, true);
      }
      case FAILED -> failed(report);
      // Still booting, or not running: what was seen before says nothing any more.
      case INITIALIZING, NOT_RUNNING -> {
        failing.remove(report.instanceId());
        looks.remove(report.instanceId());
      }
    }
  }

  /** Twice in a row, for whoever looks after instances ends those that fail: once may be chance. */
  private void failed(InstanceReport report) {
    if (!failing.add(report.instanceId())) {
      look(report, false);
    }
  }

  private void look(InstanceReport report, boolean reachable) {
    looks.compute(
        report.instanceId(),
        (id, before) -> {
          if (before != null && before.reachable() == reachable) {
            return before;
          }
          if (!reachable) {
            LOG.warn("Instance {} fails its status check: {}", id, report.reachability().detail());
          }
          return new InstanceStatuses.Look(reachable, report.at());
        });
  }

  @Override
  public InstanceStatuses.@Nullable Look last(String instanceId) {
    return looks.get(instanceId);
  }

  @Override
  public @Nullable Instant told(String instanceId) {
    return told.get(instanceId);
  }
}
