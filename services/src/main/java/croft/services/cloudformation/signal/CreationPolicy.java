package croft.services.cloudformation.signal;

import croft.base.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How many signals a new resource waits for.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html">CreationPolicy</a>.
 *
 * @param leastPercent how many of them must be successes
 */
public record CreationPolicy(int count, Duration timeout, int leastPercent) {

  /** The one among a resource's policies; empty when it waits for none. */
  public static Optional<CreationPolicy> in(JsonNode policies) {
    JsonNode policy = policies.path("CreationPolicy");
    JsonNode signal = policy.path("ResourceSignal");
    if (signal.isMissingNode()) {
      return Optional.empty();
    }
    int percent =
        policy.path("AutoScalingCreationPolicy").path("MinSuccessfulInstancesPercent").asInt(100);
    return Optional.of(new CreationPolicy(signal.path("Count").asInt(1), timeout(signal), percent));
  }

  private static Duration timeout(JsonNode signal) {
    String text = signal.path("Timeout").asString("PT5M");
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw ServiceError.badRequest(
          "ValidationError", "Invalid timeout " + text + ": it must be of the form PT#H#M#S");
    }
  }

  /**
   * Whether they came.
   *
   * @param came those since the resource was begun
   * @throws ServiceError when they never will in time
   */
  public boolean isSatisfied(List<SignalRow> came, Instant begun, Instant now) {
    int needed = (count * leastPercent + 99) / 100;
    long successes = came.stream().filter(SignalRow::success).count();
    long failures = came.size() - successes;
    if (successes >= needed && came.size() >= count) {
      return true;
    }
    if (count - failures < needed) {
      throw failed(
          "Received %d FAILURE signal(s) out of %d.  Unable to satisfy %d%% MinSuccessfulInstancesPercent requirement"
              .formatted(failures, count, leastPercent));
    }
    if (!now.isBefore(begun.plus(timeout))) {
      if (successes >= needed) {
        return true;
      }
      throw failed(
          "Failed to receive %d resource signal(s) within the specified duration"
              .formatted(count - came.size()));
    }
    return false;
  }

  private static ServiceError failed(String message) {
    return ServiceError.badRequest("NotStabilized", message);
  }
}
