package croft.services.s3.content;

import croft.base.ServiceError;
import croft.drivers.blob.BlobException;
import croft.wire.sigv4.ChecksumAlgorithm;

/**
 * The errors S3 gives about bodies and keys.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error
 * responses</a>.
 */
final class ContentErrors {
  private ContentErrors() {}

  static ServiceError invalidDigest() {
    return ServiceError.badRequest("InvalidDigest", "The Content-MD5 you specified was invalid.");
  }

  static ServiceError badMd5() {
    return ServiceError.badRequest(
        "BadDigest", "The Content-MD5 you specified did not match what we received.");
  }

  static ServiceError invalidChecksum(ChecksumAlgorithm algorithm) {
    return invalid("Value for " + algorithm.header() + " header is invalid.");
  }

  static ServiceError badChecksum(ChecksumAlgorithm algorithm) {
    return ServiceError.badRequest(
        "BadDigest", "The " + algorithm + " you specified did not match the calculated checksum.");
  }

  static ServiceError incompleteBody() {
    return ServiceError.badRequest(
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }

  static ServiceError invalid(String message) {
    return ServiceError.badRequest("InvalidRequest", message);
  }

  static ServiceError invalidArgument(String message) {
    return ServiceError.badRequest("InvalidArgument", message);
  }

  static ServiceError accessDenied() {
    return new ServiceError("AccessDenied", 403, "Access Denied");
  }

  /** Clients repeat this by themselves, and then find what is there now. */
  static ServiceError gone() {
    return new ServiceError(
        "SlowDown", 503, "The object changed while it was being read. Try again.");
  }

  static ServiceError of(BlobException e) {
    return switch (e.reason()) {
      case FULL ->
          new ServiceError(
              "ServiceUnavailable",
              503,
              "There is no room left where objects are stored. Free some, then try again.");
      case MISSING, UNAVAILABLE ->
          new ServiceError(
              "InternalError", 500, "We encountered an internal error. Please try again.");
    };
  }
}
