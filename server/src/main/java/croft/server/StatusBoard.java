package croft.server;

import croft.agent.InstanceReport;
import croft.agent.Reachability;
import croft.agent.ReportSink;
import croft.services.ec2.instance.InstanceStatuses;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the agent last reported of each instance, for EC2's status checks. */
final class StatusBoard implements ReportSink, InstanceStatuses.Reachability {
  private final Map<String, InstanceStatuses.Look> looks = new ConcurrentHashMap<>();

  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  @Override
  public void accept(InstanceReport report) {
    told.put(report.instanceId(), report.at());
    Reachability.Status status = report.reachability().status();
    switch (status) {
      case PASSED -> look(report, true);
      case FAILED -> look(report, false);
      // Still booting, or not running: what was seen before says nothing any more.
      case INITIALIZING, NOT_RUNNING -> looks.remove(report.instanceId());
    }
  }

  private void look(InstanceReport report, boolean reachable) {
    looks.compute(
        report.instanceId(),
        (id, before) ->
            before != null && before.reachable() == reachable
                ? before
                : new InstanceStatuses.Look(reachable, report.at()));
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
