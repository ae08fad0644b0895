package croft.server;

import croft.agent.LogFiles;
import croft.agent.ReportSink;
import croft.api.logs.LogsApi;
import croft.services.ec2.instance.Instance;
import croft.services.ec2.logfile.InstanceCallers;
import croft.services.ec2.logfile.LogShipper;
import croft.services.ec2.logfile.ShippingParts;
import croft.services.iam.InstanceRoleCredentials;
import croft.services.operation.Call;
import croft.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What ships files of instances to CloudWatch Logs, put together. */
final class LogFileRooms {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String USER_AGENT = "CWAgent";

  private LogFileRooms() {}

  /** Makes it; it learns from reports which instances have a configuration. */
  static ReportSink of(WatchParts parts) {
    LogShipper shipper =
        new LogShipper(
            parts.machine().compute(),
            new ShippingParts(
                parts.store(),
                new LogFiles(TIMEOUT, parts.ids()::uuid),
                call -> new LogsApi(parts.calls().as(call)),
                callers(parts),
                parts.time(),
                parts.wall()));
    // Files grow by the machine's clock, however fast that of Logs runs.
    parts.reconcilers().add(shipper);
    return shipper;
  }

  /** By the credentials that the metadata would give the agent. */
  private static InstanceCallers callers(WatchParts parts) {
    InstanceRoleCredentials roles = new InstanceRoleCredentials(parts.identity().iam());
    return (instance, region) -> {
      Instant now = parts.wall().instant();
      String profile = instance.options().profileArn();
      return profile == null
          ? Optional.empty()
          : roles
              .credentials(account(instance), profile, instance.id(), now)
              .map(role ->
                  new Call(
                      role.credentials().caller(),
                      region,
                      parts.ids().uuid(),
                      instance.place().privateAddress(),
                      true,
                      USER_AGENT,
                      now));
    };
  }

  private static String account(Instance instance) {
    return instance.scope().substring(0, instance.scope().indexOf('/'));
  }

  static List<Table<?>> tables() {
    return LogShipper.tables();
  }
}
