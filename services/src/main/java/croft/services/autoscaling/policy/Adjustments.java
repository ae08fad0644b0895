package croft.services.autoscaling.policy;

import croft.api.autoscaling.ScalingPolicy;
import croft.api.autoscaling.StepAdjustment;
import croft.services.autoscaling.entity.Faults;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What capacity a policy asks for.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html">Step and
 * simple scaling policies</a>.
 */
final class Adjustments {
  private Adjustments() {}

  /** By the one adjustment of a simple policy. */
  static int simple(ScalingPolicy policy, int capacity) {
    return adjusted(policy, capacity, Objects.requireNonNullElse(policy.scalingAdjustment(), 0));
  }

  /**
   * By the step that the metric's value lies in.
   *
   * @throws croft.base.ServiceError {@code ValidationError} when it lies in none
   */
  static int step(ScalingPolicy policy, int capacity, double value, double threshold) {
    double beyond = value - threshold;
    for (StepAdjustment step : policy.stepAdjustmentsOrEmpty()) {
      if (holds(step, beyond)) {
        return adjusted(policy, capacity, Objects.requireNonNullElse(step.scalingAdjustment(), 0));
      }
    }
    throw Faults.validation(
        "There is no step adjustment for the metric value "
            + value
            + " and the breach threshold "
            + threshold
            + ".");
  }

  /** Above the threshold the lower bound belongs to a step, below it the upper one. */
  private static boolean holds(StepAdjustment step, double beyond) {
    double lower = bound(step.metricIntervalLowerBound(), Double.NEGATIVE_INFINITY);
    double upper = bound(step.metricIntervalUpperBound(), Double.POSITIVE_INFINITY);
    return beyond >= 0 ? beyond >= lower && beyond < upper : beyond > lower && beyond <= upper;
  }

  private static double bound(@Nullable Double given, double open) {
    return given == null ? open : given;
  }

  private static int adjusted(ScalingPolicy policy, int capacity, int adjustment) {
    return switch (Objects.toString(policy.adjustmentType(), "")) {
      case "ExactCapacity" -> adjustment;
      case "PercentChangeInCapacity" -> capacity + percent(policy, capacity, adjustment);
      default -> capacity + adjustment;
    };
  }

  /** Rounded towards zero, but at least one either way. */
  private static int percent(ScalingPolicy policy, int capacity, int adjustment) {
    double exact = capacity * (adjustment / 100.0);
    int change = (int) exact;
    if (change == 0 && exact != 0) {
      change = exact > 0 ? 1 : -1;
    }
    Integer magnitude =
        policy.minAdjustmentMagnitude() == null
            ? policy.minAdjustmentStep()
            : policy.minAdjustmentMagnitude();
    if (magnitude != null && Math.abs(change) < magnitude) {
      change = adjustment >= 0 ? magnitude : -magnitude;
    }
    return change;
  }

  /** So many that the metric, spread over them, is at its target. */
  static int tracking(int capacity, double value, double target) {
    return (int) Math.ceil(capacity * value / target);
  }
}
