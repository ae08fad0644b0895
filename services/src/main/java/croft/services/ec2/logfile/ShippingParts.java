package croft.services.ec2.logfile;

import croft.agent.LogFiles;
import croft.api.logs.LogsApi;
import croft.services.operation.Call;
import croft.store.Store;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What sending files takes.
 *
 * @param logs CloudWatch Logs as somebody may use it
 * @param time what time it is for Logs
 * @param wall the machine's time, by which files wait
 */
public record ShippingParts(
    Store store,
    LogFiles files,
    Function<Call, LogsApi> logs,
    InstanceCallers callers,
    InstantSource time,
    InstantSource wall,
    LogSender sender) {

  public ShippingParts(
      Store store,
      LogFiles files,
      Function<Call, LogsApi> logs,
      InstanceCallers callers,
      InstantSource time,
      InstantSource wall) {
    this(store, files, logs, callers, time, wall, new LogSender());
  }
}
