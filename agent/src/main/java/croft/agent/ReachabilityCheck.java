package croft.agent;

import croft.agent.Reachability.Status;
import croft.drivers.compute.Command;
import croft.drivers.compute.CommandOutput;
import croft.drivers.compute.ComputeException;
import croft.drivers.compute.Shell;
import java.time.Duration;

/**
 * Asks an instance how it is: by its systemd where that is process 1, else by whether anything can
 * be run in it at all.
 */
final class ReachabilityCheck {
  private static final int CANNOT_RUN = 126;
  private static final int NOT_FOUND = 127;

  private final Duration timeout;

  ReachabilityCheck(Duration timeout) {
    this.timeout = timeout;
  }

  Reachability check(Shell shell) {
    try {
      return judge(shell.run(Command.of("systemctl", "is-system-running").within(timeout)));
    } catch (ComputeException e) {
      return switch (e.reason()) {
        case NOT_RUNNING, NOT_FOUND -> new Reachability(Status.NOT_RUNNING, "not running");
        case INVALID, IN_USE, UNSUPPORTED, INTERRUPTED, FAILED ->
            new Reachability(Status.FAILED, String.valueOf(e.getMessage()));
      };
    }
  }

  private Reachability judge(CommandOutput output) {
    int status = output.exitStatus();
    if (status == CommandOutput.TIMED_OUT) {
      return new Reachability(Status.FAILED, "no answer within " + timeout.toSeconds() + " s");
    }
    if (status == NOT_FOUND || status == CANNOT_RUN) {
      return new Reachability(Status.PASSED, "answers");
    }
    String state = output.stdout().text().strip();
    return switch (state) {
      case "running" -> new Reachability(Status.PASSED, "systemd: running");
      // Some unit failed: the instance itself is well, as on EC2.
      case "degraded" -> new Reachability(Status.PASSED, "systemd: degraded");
      case "offline" -> new Reachability(Status.PASSED, "answers");
      // Nothing yet: systemd's bus comes up some way into the boot.
      case "", "initializing", "starting", "unknown" ->
          new Reachability(Status.INITIALIZING, state.isEmpty() ? "booting" : "systemd: " + state);
      default -> new Reachability(Status.FAILED, "systemd: " + state);
    };
  }
}
