package croft.services.autoscaling.policy;

import croft.api.autoscaling.CustomizedMetricSpecification;
import croft.api.autoscaling.PredefinedMetricSpecification;
import croft.api.autoscaling.PutScalingPolicyType;
import croft.api.autoscaling.StepAdjustment;
import croft.api.autoscaling.TargetTrackingConfiguration;
import croft.base.ServiceError;
import croft.services.autoscaling.entity.Faults;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be said of a policy. */
final class PolicyChecks {
  static final List<String> ADJUSTMENTS =
      List.of("ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity");
  private static final Set<String> PREDEFINED =
      Set.of(
          "ASGAverageCPUUtilization",
          "ASGAverageNetworkIn",
          "ASGAverageNetworkOut",
          "ALBRequestCountPerTarget");

  private PolicyChecks() {}

  /**
   * The type of a policy whose members agree with it.
   *
   * @throws ServiceError {@code ValidationError}
   */
  static String checked(PutScalingPolicyType request) {
    String type = Objects.requireNonNullElse(request.policyType(), "SimpleScaling");
    switch (type) {
      case "SimpleScaling" -> simple(request);
      case "StepScaling" -> steps(request);
      case "TargetTrackingScaling" -> tracking(request);
      case "PredictiveScaling" ->
          throw ServiceError.unsupported("The policy type PredictiveScaling");
      default ->
          throw Faults.validation(
              "PolicyType must be SimpleScaling, StepScaling, TargetTrackingScaling or"
                  + " PredictiveScaling, not "
                  + type);
    }
    return type;
  }

  private static void simple(PutScalingPolicyType request) {
    adjustmentType(request);
    if (request.scalingAdjustment() == null) {
      throw Faults.validation("ScalingAdjustment is required for policy type SimpleScaling");
    }
    if (!request.stepAdjustmentsOrEmpty().isEmpty()) {
      throw Faults.validation("StepAdjustments is not supported for policy type SimpleScaling");
    }
    if (request.targetTrackingConfiguration() != null) {
      throw Faults.validation(
          "TargetTrackingConfiguration is not supported for policy type SimpleScaling");
    }
  }

  private static void adjustmentType(PutScalingPolicyType request) {
    String type = request.adjustmentType();
    if (type == null || !ADJUSTMENTS.contains(type)) {
      throw Faults.validation(
          "AdjustmentType must be one of " + String.join(", ", ADJUSTMENTS) + ", not " + type);
    }
    boolean magnitude =
        request.minAdjustmentMagnitude() != null || request.minAdjustmentStep() != null;
    if (magnitude && !type.equals("PercentChangeInCapacity")) {
      throw Faults.validation(
          "MinAdjustmentMagnitude can only be used with the adjustment type"
              + " PercentChangeInCapacity");
    }
  }

  private static void steps(PutScalingPolicyType request) {
    adjustmentType(request);
    if (request.stepAdjustmentsOrEmpty().isEmpty()) {
      throw Faults.validation("StepAdjustments are required for policy type StepScaling");
    }
    if (request.scalingAdjustment() != null) {
      throw Faults.validation("ScalingAdjustment is not supported for policy type StepScaling");
    }
    if (request.cooldown() != null) {
      throw Faults.validation("Cooldown is not supported for policy type StepScaling");
    }
    List<StepAdjustment> steps =
        request.stepAdjustmentsOrEmpty().stream()
            .sorted((one, other) -> Double.compare(lower(one), lower(other)))
            .toList();
    for (int i = 0; i < steps.size(); i++) {
      if (lower(steps.get(i)) >= upper(steps.get(i))) {
        throw Faults.validation(
            "The lower bound of a step adjustment must be less than its upper bound");
      }
      if (i > 0 && upper(steps.get(i - 1)) != lower(steps.get(i))) {
        throw Faults.validation(
            "The intervals of the step adjustments must not overlap or have a gap between them");
      }
    }
  }

  private static double lower(StepAdjustment step) {
    Double given = step.metricIntervalLowerBound();
    return given == null ? Double.NEGATIVE_INFINITY : given;
  }

  private static double upper(StepAdjustment step) {
    Double given = step.metricIntervalUpperBound();
    return given == null ? Double.POSITIVE_INFINITY : given;
  }

  private static void tracking(PutScalingPolicyType request) {
    TargetTrackingConfiguration tracking = request.targetTrackingConfiguration();
    if (tracking == null) {
      throw Faults.validation(
          "TargetTrackingConfiguration is required for policy type TargetTrackingScaling");
    }
    if (request.adjustmentType() != null
        || request.scalingAdjustment() != null
        || !request.stepAdjustmentsOrEmpty().isEmpty()) {
      throw Faults.validation(
          "AdjustmentType, ScalingAdjustment and StepAdjustments are not supported for policy type"
              + " TargetTrackingScaling");
    }
    Double target = tracking.targetValue();
    if (target == null || target <= 0) {
      throw Faults.validation("TargetValue must be greater than 0");
    }
    metric(tracking.predefinedMetricSpecification(), tracking.customizedMetricSpecification());
  }

  private static void metric(
      @Nullable PredefinedMetricSpecification predefined,
      @Nullable CustomizedMetricSpecification customized) {
    if ((predefined == null) == (customized == null)) {
      throw Faults.validation(
          "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification is"
              + " required");
    }
    if (predefined == null) {
      return;
    }
    String type = Objects.toString(predefined.predefinedMetricType(), "");
    if (!PREDEFINED.contains(type)) {
      throw Faults.validation("Invalid PredefinedMetricType: " + type);
    }
    boolean labelled = predefined.resourceLabel() != null;
    if (type.equals("ALBRequestCountPerTarget") != labelled) {
      throw Faults.validation(
          labelled
              ? "ResourceLabel is only supported for ALBRequestCountPerTarget"
              : "ResourceLabel is required for ALBRequestCountPerTarget");
    }
  }
}
