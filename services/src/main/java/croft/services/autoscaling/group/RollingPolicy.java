package croft.services.autoscaling.group;

import croft.base.ServiceError;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AutoScalingRollingUpdate} of an update policy.
 *
 * @param successPercent of new instances that must signal success
 * @param pause between batches, or how long signals are waited for
 * @param suspended processes that rest meanwhile
 *     <p>Source: <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html">UpdatePolicy
 *     attribute</a>.
 */
record RollingPolicy(
    int maxBatchSize,
    int minInService,
    int successPercent,
    Duration pause,
    boolean signals,
    List<String> suspended) {
  private static final Duration SIGNALS_PAUSE = Duration.ofMinutes(5);

  /** The one of a template, if there is one. */
  static Optional<RollingPolicy> in(ObjectNode policies) {
    JsonNode policy = policies.path("UpdatePolicy").path("AutoScalingRollingUpdate");
    if (!policy.isObject()) {
      return Optional.empty();
    }
    boolean signals = policy.path("WaitOnResourceSignals").asBoolean(false);
    return Optional.of(
        new RollingPolicy(
            Math.max(1, policy.path("MaxBatchSize").asInt(1)),
            Math.max(0, policy.path("MinInstancesInService").asInt(0)),
            policy.path("MinSuccessfulInstancesPercent").asInt(100),
            pause(policy.path("PauseTime").asString(""), signals),
            signals,
            policy.path("SuspendProcesses").valueStream().map(JsonNode::asString).toList()));
  }

  private static Duration pause(String text, boolean signals) {
    if (text.isEmpty()) {
      return signals ? SIGNALS_PAUSE : Duration.ZERO;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw ServiceError.badRequest("ValidationError", "PauseTime " + text + " is not a duration");
    }
  }

  /** The first line of its events. */
  String initiated(int obsolete) {
    String line =
        ("Rolling update initiated. Terminating %d obsolete instance(s) in batches of %d, while"
                + " keeping at least %d instance(s) in service.")
            .formatted(obsolete, Math.min(maxBatchSize, obsolete), minInService);
    return signals
        ? line
            + " Waiting on resource signals with a timeout of %s when new instances are added to the autoscaling group."
                .formatted(pause)
        : line;
  }

  /** That new instances are there. */
  String added(int count) {
    return signals
        ? "New instance(s) added to autoscaling group - Waiting on %d resource signal(s) with a timeout of %s."
            .formatted(count, pause)
        : "New instance(s) added to autoscaling group.";
  }
}
