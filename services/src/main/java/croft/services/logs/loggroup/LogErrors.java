package croft.services.logs.loggroup;

import croft.base.ServiceError;

/** CloudWatch Logs' errors in AWS's words. */
public final class LogErrors {
  private LogErrors() {}

  /** 400 {@code InvalidParameterException}. */
  public static ServiceError invalid(String message) {
    return ServiceError.badRequest("InvalidParameterException", message);
  }

  /** 400 {@code ResourceNotFoundException}. */
  public static ServiceError notFound(String message) {
    return ServiceError.badRequest("ResourceNotFoundException", message);
  }

  /** 400 {@code ResourceNotFoundException} of a group. */
  public static ServiceError noGroup() {
    return notFound("The specified log group does not exist.");
  }

  /** 400 {@code ResourceNotFoundException} of a stream. */
  public static ServiceError noStream() {
    return notFound("The specified log stream does not exist.");
  }

  /** 400 {@code ResourceAlreadyExistsException}. */
  public static ServiceError exists(String message) {
    return ServiceError.badRequest("ResourceAlreadyExistsException", message);
  }

  /** 400 {@code LimitExceededException}. */
  public static ServiceError limit(String message) {
    return ServiceError.badRequest("LimitExceededException", message);
  }

  /** The token belongs to another list, or is none. */
  public static ServiceError invalidToken() {
    return invalid("The specified nextToken is invalid.");
  }
}
