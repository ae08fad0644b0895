package croft.services.sqs.queue;

import croft.base.ServiceError;

/** SQS's errors in AWS's words; clients of the query protocol get the codes they know. */
public final class QueueErrors {
  private QueueErrors() {}

  /** 400 {@code QueueDoesNotExist}. */
  public static ServiceError noQueue() {
    return ServiceError.badRequest("QueueDoesNotExist", "The specified queue does not exist.");
  }

  /** 400 {@code InvalidParameterValue}. */
  public static ServiceError invalid(String message) {
    return ServiceError.badRequest("InvalidParameterValue", message);
  }

  /** 400 {@code InvalidParameterValue}, with the value and why it is none. */
  public static ServiceError invalid(String parameter, Object value, String reason) {
    return invalid(
        "Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
  }

  /** 400 {@code MissingParameter}. */
  public static ServiceError missing(String parameter) {
    return ServiceError.badRequest(
        "MissingParameter", "The request must contain the parameter " + parameter + ".");
  }

  /** 400 {@code InvalidAttributeName}. */
  public static ServiceError unknownAttribute(String name) {
    return ServiceError.badRequest("InvalidAttributeName", "Unknown Attribute " + name + ".");
  }

  /** 400 {@code InvalidAttributeValue}. */
  public static ServiceError invalidAttribute(String name) {
    return ServiceError.badRequest(
        "InvalidAttributeValue", "Invalid value for the parameter " + name + ".");
  }

  /** 404 {@code ReceiptHandleIsInvalid}. */
  public static ServiceError invalidHandle(String handle) {
    return new ServiceError(
        "ReceiptHandleIsInvalid", 404, "The input receipt handle \"" + handle + "\" is not valid.");
  }
}
