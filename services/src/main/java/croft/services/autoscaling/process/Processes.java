package croft.services.autoscaling.process;

import java.util.List;

/**
 * What goes on in a group, and can be suspended.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html">Suspend
 * and resume processes</a>.
 */
public final class Processes {
  /** By name, as AWS lists them. */
  public static final List<String> ALL =
      List.of(
          "AZRebalance",
          "AddToLoadBalancer",
          "AlarmNotification",
          "HealthCheck",
          "InstanceRefresh",
          "Launch",
          "ReplaceUnhealthy",
          "ScheduledActions",
          "Terminate");

  private Processes() {}
}
