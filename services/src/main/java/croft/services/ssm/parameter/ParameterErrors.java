package croft.services.ssm.parameter;

import croft.base.ServiceError;
import java.util.Optional;

/** Parameter Store's errors, by their codes; every one has status 400. */
final class ParameterErrors {
  private ParameterErrors() {}

  static ServiceError notFound(String name) {
    return ServiceError.badRequest("ParameterNotFound", "Parameter " + name + " not found.");
  }

  /** One that could be there: the message says how. */
  static ServiceError notFound(String name, Optional<String> advice) {
    return advice
        .map(text ->
            ServiceError.badRequest(
                "ParameterNotFound", "Parameter " + name + " not found. " + text))
        .orElseGet(() -> notFound(name));
  }

  static ServiceError versionNotFound(String name, String selector) {
    return ServiceError.badRequest(
        "ParameterVersionNotFound",
        "Systems Manager could not find version "
            + selector
            + " of "
            + name
            + ". Verify the version and try again.");
  }

  static ServiceError invalidToken() {
    return ServiceError.badRequest("InvalidNextToken", "The specified token is not valid.");
  }

  static ServiceError filterKey(String message) {
    return ServiceError.badRequest("InvalidFilterKey", message);
  }

  static ServiceError filterOption(String message) {
    return ServiceError.badRequest("InvalidFilterOption", message);
  }

  static ServiceError filterValue(String message) {
    return ServiceError.badRequest("InvalidFilterValue", message);
  }

  /** What KMS answered, in the words Parameter Store passes on. */
  static ServiceError key(ServiceError kms) {
    return switch (kms.code()) {
      case "NotFoundException",
          "DisabledException",
          "KMSInvalidStateException",
          "InvalidKeyUsageException",
          "InvalidArnException" ->
          ServiceError.badRequest(
              "InvalidKeyId",
              kms.message()
                  + " (Service: AWSKMS; Status Code: 400; Error Code: "
                  + kms.code()
                  + ")");
      default -> kms;
    };
  }
}
