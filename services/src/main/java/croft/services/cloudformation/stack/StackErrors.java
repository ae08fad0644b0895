package croft.services.cloudformation.stack;

import croft.base.ServiceError;

/** CloudFormation's errors in AWS's words. */
public final class StackErrors {
  private StackErrors() {}

  /** 400 {@code ValidationError}. */
  public static ServiceError validation(String message) {
    return ServiceError.badRequest("ValidationError", message);
  }

  public static ServiceError noStack(String nameOrArn) {
    return validation("Stack with id " + nameOrArn + " does not exist");
  }

  /** As operations on resources say it. */
  public static ServiceError noStackOf(String nameOrArn) {
    return validation("Stack '" + nameOrArn + "' does not exist");
  }

  /** 400 {@code AlreadyExistsException}. */
  public static ServiceError exists(String name) {
    return ServiceError.badRequest("AlreadyExistsException", "Stack [" + name + "] already exists");
  }

  /** 400 {@code TokenAlreadyExistsException}. */
  public static ServiceError tokenExists(String token) {
    return ServiceError.badRequest(
        "TokenAlreadyExistsException",
        "A client request token already exists for a different operation: " + token);
  }
}
