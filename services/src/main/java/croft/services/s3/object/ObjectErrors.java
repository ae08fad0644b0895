package croft.services.s3.object;

import croft.base.ServiceError;
import java.util.Map;

/**
 * The errors S3 gives about objects.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error
 * responses</a>.
 */
public final class ObjectErrors {
  private ObjectErrors() {}

  public static ServiceError noSuchKey(String key) {
    return new ServiceError(
        "NoSuchKey", 404, "The specified key does not exist.", Map.of("Key", key));
  }

  /** The newest version is a delete marker. */
  static ServiceError deleted(ObjectVersion marker) {
    return new ServiceError(
        "NoSuchKey",
        404,
        "The specified key does not exist.",
        Map.of("Key", marker.key(), "DeleteMarker", true, "VersionId", marker.versionId()));
  }

  /** The version asked for is a delete marker, which can only be deleted. */
  static ServiceError isDeleteMarker(ObjectVersion marker) {
    return new ServiceError(
        "MethodNotAllowed",
        405,
        "The specified method is not allowed against this resource.",
        Map.of(
            "ResourceType",
            "DeleteMarker",
            "DeleteMarker",
            true,
            "VersionId",
            marker.versionId(),
            "Allow",
            "DELETE",
            "LastModified",
            marker.modified()));
  }

  static ServiceError noSuchVersion(String key, String versionId) {
    return new ServiceError(
        "NoSuchVersion",
        404,
        "The specified version does not exist.",
        Map.of("Key", key, "VersionId", versionId));
  }

  static ServiceError preconditionFailed(String condition) {
    return new ServiceError(
        "PreconditionFailed",
        412,
        "At least one of the pre-conditions you specified did not hold",
        Map.of("Condition", condition));
  }

  static ServiceError accessDenied() {
    return new ServiceError("AccessDenied", 403, "Access Denied");
  }

  static ServiceError protectedByLock() {
    return new ServiceError(
        "AccessDenied", 403, "Access Denied because object protected by object lock.");
  }

  static ServiceError invalidRequest(String message) {
    return ServiceError.badRequest("InvalidRequest", message);
  }

  static ServiceError invalidArgument(String message, String name, String value) {
    return new ServiceError(
        "InvalidArgument", 400, message, Map.of("ArgumentName", name, "ArgumentValue", value));
  }

  /** A header that asks for what is not there. */
  static ServiceError notImplemented(String header) {
    return new ServiceError(
        "NotImplemented",
        501,
        "A header you provided implies functionality that is not implemented",
        Map.of("Header", header));
  }

  static ServiceError malformedXml() {
    return ServiceError.badRequest(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }
}
