package croft.services.cloudwatch.data;

import croft.base.ServiceError;

/** CloudWatch's errors, by their codes; every one here has status 400. */
public final class MetricErrors {
  private MetricErrors() {}

  public static ServiceError invalidValue(String message) {
    return ServiceError.badRequest("InvalidParameterValue", message);
  }

  /** A value that cannot stand where it stands. */
  public static ServiceError invalidValue(Object value, String parameter) {
    return invalidValue("The value " + value + " for parameter " + parameter + " is invalid.");
  }

  public static ServiceError combination(String message) {
    return ServiceError.badRequest("InvalidParameterCombination", message);
  }

  /** Two parameters of which one would have to be left out. */
  public static ServiceError exclusive(String one, String other) {
    return combination(
        "The parameters "
            + one
            + " and "
            + other
            + " are mutually exclusive and you have specified both.");
  }

  public static ServiceError missing(String message) {
    return ServiceError.badRequest("MissingParameter", message);
  }

  public static ServiceError validation(String message) {
    return ServiceError.badRequest("ValidationError", message);
  }

  public static ServiceError nextToken() {
    return ServiceError.badRequest("InvalidNextToken", "The specified nextToken is invalid.");
  }
}
