package croft.services.secretsmanager.secret;

import croft.base.ServiceError;

/** Secrets Manager's errors, by their codes; every one has status 400. */
final class SecretErrors {
  private SecretErrors() {}

  static ServiceError notFound() {
    return ServiceError.badRequest(
        "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }

  static ServiceError versionNotFound(String what) {
    return ServiceError.badRequest(
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret value for " + what);
  }

  static ServiceError parameter(String message) {
    return ServiceError.badRequest("InvalidParameterException", message);
  }

  static ServiceError request(String message) {
    return ServiceError.badRequest("InvalidRequestException", message);
  }

  static ServiceError markedForDeletion() {
    return request(
        "You can't perform this operation on the secret because it was marked for deletion.");
  }

  static ServiceError exists(String message) {
    return ServiceError.badRequest("ResourceExistsException", message);
  }

  static ServiceError tokenTaken(String token, String arn) {
    return exists(
        "You can't use ClientRequestToken "
            + token
            + " because that value is already in use for a version of secret "
            + arn
            + ".");
  }

  static ServiceError limit(String message) {
    return ServiceError.badRequest("LimitExceededException", message);
  }

  static ServiceError invalidToken() {
    return ServiceError.badRequest("InvalidNextTokenException", "The NextToken value is invalid.");
  }

  /** What KMS answered, as this service tells it. */
  static ServiceError key(ServiceError kms, String code) {
    return kms.code().equals("AccessDeniedException")
        ? ServiceError.badRequest("AccessDeniedException", "Access to KMS is not allowed")
        : ServiceError.badRequest(code, kms.message());
  }
}
