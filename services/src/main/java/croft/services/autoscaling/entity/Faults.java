package croft.services.autoscaling.entity;

import croft.base.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * Auto Scaling's errors.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html">Common
 * errors</a>, and those of the operations.
 */
public final class Faults {
  private Faults() {}

  /** What a caller sent is wrong. */
  public static ServiceError validation(String message) {
    return ServiceError.badRequest("ValidationError", message);
  }

  /** No group of that name. */
  public static ServiceError noGroup(@Nullable String name) {
    return validation(
        "AutoScalingGroup name not found - AutoScalingGroup '" + name + "' not found");
  }

  /** The name is taken. */
  public static ServiceError exists(String message) {
    return ServiceError.badRequest("AlreadyExists", message);
  }

  /** Something still needs it. */
  public static ServiceError inUse(String message) {
    return ServiceError.badRequest("ResourceInUse", message);
  }

  /** More than an account or a group may have. */
  public static ServiceError limit(String message) {
    return ServiceError.badRequest("LimitExceeded", message);
  }

  /** A cooldown or an activity forbids it for now. */
  public static ServiceError scaling(String message) {
    return ServiceError.badRequest("ScalingActivityInProgress", message);
  }

  /** A page token of another list. */
  public static ServiceError nextToken() {
    return ServiceError.badRequest("InvalidNextToken", "The token '****' is invalid.");
  }

  /**
   * A member that must be there; the wire has checked it for calls from outside.
   *
   * @throws ServiceError {@code ValidationError}
   */
  public static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw validation(
          "1 validation error detected: Value null at '"
              + member
              + "' failed to satisfy constraint: Member must not be null");
    }
    return value;
  }
}
