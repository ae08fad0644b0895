package croft.services.acm.certificate;

import croft.base.ServiceError;
import croft.services.operation.Requests;

/** Certificate Manager's errors, by their codes; every one has status 400. */
final class CertificateErrors {
  private CertificateErrors() {}

  static ServiceError notFound(String arn) {
    return ServiceError.badRequest(
        "ResourceNotFoundException", "Could not find certificate " + arn + ".");
  }

  static ServiceError invalidArn(String arn) {
    return ServiceError.badRequest("InvalidArnException", "Invalid ARN: " + arn);
  }

  static ServiceError inProgress(String arn) {
    return ServiceError.badRequest(
        "RequestInProgressException", "Certificate request in progress for " + arn + ".");
  }

  static ServiceError invalidToken() {
    return Requests.validation("The NextToken is not valid.");
  }
}
