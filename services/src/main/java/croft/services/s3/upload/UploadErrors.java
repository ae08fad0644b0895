package croft.services.s3.upload;

import croft.base.ServiceError;
import java.util.Map;

/**
 * The errors S3 gives about uploads in parts.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error
 * responses</a>.
 */
final class UploadErrors {
  private UploadErrors() {}

  static ServiceError noSuchUpload(String uploadId) {
    return new ServiceError(
        "NoSuchUpload",
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
            + " been aborted or completed.",
        Map.of("UploadId", uploadId));
  }

  static ServiceError invalidPart(String uploadId, int number, String etag) {
    return new ServiceError(
        "InvalidPart",
        400,
        "One or more of the specified parts could not be found.  The part may not have been"
            + " uploaded, or the specified entity tag may not match the part's entity tag.",
        Map.of("UploadId", uploadId, "PartNumber", Integer.toString(number), "ETag", etag));
  }

  static ServiceError invalidPartOrder(String uploadId) {
    return new ServiceError(
        "InvalidPartOrder",
        400,
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
        Map.of("UploadId", uploadId));
  }

  static ServiceError tooSmall(StoredPart part, long leastBytes) {
    return new ServiceError(
        "EntityTooSmall",
        400,
        "Your proposed upload is smaller than the minimum allowed size",
        Map.of(
            "ProposedSize", Long.toString(part.content().sizeBytes()),
            "MinSizeAllowed", Long.toString(leastBytes),
            "PartNumber", Integer.toString(part.number()),
            "ETag", part.content().etag()));
  }

  static ServiceError malformedXml() {
    return ServiceError.badRequest(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  static ServiceError invalidRequest(String message) {
    return ServiceError.badRequest("InvalidRequest", message);
  }

  static ServiceError invalidArgument(String message, String name, String value) {
    return new ServiceError(
        "InvalidArgument", 400, message, Map.of("ArgumentName", name, "ArgumentValue", value));
  }
}
