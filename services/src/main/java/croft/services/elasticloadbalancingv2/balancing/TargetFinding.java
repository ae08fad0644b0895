package croft.services.elasticloadbalancingv2.balancing;

import croft.drivers.balancer.ServerReading;
import croft.drivers.balancer.ServerReading.Check;
import croft.services.elasticloadbalancingv2.targetgroup.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a server says of its target, in AWS's words.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html">TargetHealth</a>.
 */
final class TargetFinding {
  private TargetFinding() {}

  /** The target as it is now; empty when it is as it was. */
  static Optional<Target> of(Target target, @Nullable ServerReading reading) {
    if (reading == null) {
      return Optional.empty();
    }
    Target seen =
        switch (reading.state()) {
          case UP, UNCHECKED -> target.seen("healthy", "", "");
          case DISABLED -> target;
          case DOWN -> down(target, reading);
        };
    return seen.equals(target) ? Optional.empty() : Optional.of(seen);
  }

  private static Target down(Target target, ServerReading reading) {
    boolean failed = reading.lastCheck() != Check.NONE && reading.lastCheck() != Check.PASSED;
    if (!failed) {
      return target.state().equals("unhealthy")
          ? target
          : target.seen(
              "initial", "Elb.InitialHealthChecking", "Initial health checks in progress");
    }
    return switch (reading.lastCheck()) {
      case TIMEOUT -> target.seen("unhealthy", "Target.Timeout", "Request timed out");
      case WRONG_ANSWER ->
          target.seen(
              "unhealthy",
              "Target.ResponseCodeMismatch",
              "Health checks failed with these codes: [" + reading.code() + "]");
      case NONE, PASSED, REFUSED ->
          target.seen("unhealthy", "Target.FailedHealthChecks", "Health checks failed");
    };
  }
}
