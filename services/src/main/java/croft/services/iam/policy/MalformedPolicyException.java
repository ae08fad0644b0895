package croft.services.iam.policy;

import croft.base.ServiceError;

/**
 * A document that is not a policy, with the message IAM gives. IAM's own code is {@code
 * MalformedPolicyDocument}; a service with another word for it (S3: {@code MalformedPolicy}) takes
 * the message and makes its own error.
 */
public final class MalformedPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public MalformedPolicyException(String message) {
    // No stack trace: the fault is in the document.
    super(message, null, false, false);
    this.reason = message;
  }

  /** The error IAM and STS answer with: 400 {@code MalformedPolicyDocument}. */
  public ServiceError toServiceError() {
    return ServiceError.badRequest("MalformedPolicyDocument", reason);
  }
}
