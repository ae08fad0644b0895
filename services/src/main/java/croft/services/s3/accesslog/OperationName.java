package croft.services.s3.accesslog;

import croft.services.s3.access.S3Address;
import croft.wire.http.HttpRequest;
import java.util.Locale;
import java.util.Set;

/**
 * What logs call an operation: {@code REST.}, the method, and what it is about.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html">Amazon
 * S3 server access log format</a>.
 */
final class OperationName {
  private static final Set<String> SUBRESOURCES =
      Set.of(
          "acl",
          "cors",
          "encryption",
          "lifecycle",
          "location",
          "logging",
          "notification",
          "object-lock",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "ownershipControls",
          "replication",
          "requestPayment",
          "retention",
          "legal-hold",
          "tagging",
          "versioning",
          "versions",
          "website",
          "accelerate",
          "attributes",
          "restore");

  private OperationName() {}

  static String of(HttpRequest request, S3Address address) {
    if (request.method().equals("OPTIONS")) {
      return "REST.OPTIONS.PREFLIGHT";
    }
    String form = request.headers().first("Content-Type");
    String method = request.method();
    if (method.equals("POST") && form != null && form.startsWith("multipart/form-data")) {
      return "REST.POST.OBJECT";
    }
    if (request.headers().has("x-amz-copy-source")) {
      return has(request, "uploadId") ? "REST.COPY.PART" : "REST.COPY.OBJECT";
    }
    if (has(request, "delete")) {
      return "REST.POST.MULTI_OBJECT_DELETE";
    }
    return "REST." + method + "." + subject(request, address);
  }

  private static String subject(HttpRequest request, S3Address address) {
    if (has(request, "partNumber") && has(request, "uploadId")) {
      return "PART";
    }
    if (has(request, "uploadId")) {
      return "UPLOAD";
    }
    if (has(request, "uploads")) {
      return "UPLOADS";
    }
    for (String name : SUBRESOURCES) {
      if (has(request, name)) {
        return subresource(name, address);
      }
    }
    return address.key().isEmpty() ? "BUCKET" : "OBJECT";
  }

  private static String subresource(String name, S3Address address) {
    return switch (name) {
      case "versions" -> "BUCKETVERSIONS";
      case "policy" -> "BUCKETPOLICY";
      case "acl" -> "ACL";
      case "tagging" -> address.key().isEmpty() ? "TAGGING" : "OBJECT_TAGGING";
      case "logging" -> "LOGGING_STATUS";
      case "object-lock" -> "OBJECT_LOCK_CONFIGURATION";
      default -> name.toUpperCase(Locale.ROOT).replace('-', '_');
    };
  }

  private static boolean has(HttpRequest request, String name) {
    String query = "&" + request.rawQuery() + "&";
    return query.contains("&" + name + "&") || query.contains("&" + name + "=");
  }
}
