package croft.services.sns.topic;

import croft.base.ServiceError;

/** SNS's errors in AWS's words. */
public final class TopicErrors {
  private TopicErrors() {}

  /** 400 {@code InvalidParameter}: which one, and perhaps why. */
  public static ServiceError invalid(String what) {
    return ServiceError.badRequest("InvalidParameter", "Invalid parameter: " + what);
  }

  /** 400 {@code ParameterValueInvalid}, of message attributes. */
  public static ServiceError invalidValue(String message) {
    return ServiceError.badRequest("ParameterValueInvalid", message);
  }

  /** 404 for a topic. */
  public static ServiceError noTopic() {
    return new ServiceError("NotFound", 404, "Topic does not exist");
  }

  /** 404 for a subscription. */
  public static ServiceError noSubscription() {
    return new ServiceError("NotFound", 404, "Subscription does not exist");
  }

  /** 403 for who may not do that. */
  public static ServiceError notAuthorized(String message) {
    return new ServiceError("AuthorizationError", 403, message);
  }

  /** An attribute that AWS has and Croft does not. */
  public static ServiceError unsupportedAttribute(String name) {
    return ServiceError.unsupported("The attribute " + name);
  }
}
