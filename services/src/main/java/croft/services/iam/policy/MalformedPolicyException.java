package croft.services.iam.policy;

import croft.base.ServiceError;
import java.util.List;
import java.util.stream.Stream;

/**
 * A document that is not a policy, with the message IAM gives. IAM's own code is {@code
 * MalformedPolicyDocument}; a service with another word for it (S3: {@code MalformedPolicy}) takes
 * the message and makes its own error.
 */
public final class MalformedPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String reason;
  private final transient List<String> path;

  public MalformedPolicyException(String message) {
    this(message, List.of());
  }

  private MalformedPolicyException(String message, List<String> path) {
    // No stack trace: the fault is in the document.
    super(message, null, false, false);
    this.reason = message;
    this.path = path;
  }

  /** The same fault, known to be inside that element. */
  MalformedPolicyException in(String element) {
    return new MalformedPolicyException(
        reason, Stream.concat(Stream.of(element), path.stream()).toList());
  }

  /** The same fault with its place in the document at the end of its message. */
  MalformedPolicyException placed(String document) {
    return at(reason, PolicyLocations.of(document, path));
  }

  /** A fault at a place: IAM's message, then line and column. */
  static MalformedPolicyException at(String message, PolicyLocations.Place place) {
    return new MalformedPolicyException(
        message + " (line " + place.line() + ", column " + place.column() + ")");
  }

  /** The error IAM and STS answer with: 400 {@code MalformedPolicyDocument}. */
  public ServiceError toServiceError() {
    return ServiceError.badRequest("MalformedPolicyDocument", reason);
  }
}
