package croft.services.s3.access;

import croft.wire.codec.Percent;
import croft.wire.http.HttpRequest;
import java.util.Locale;
import java.util.Optional;

/**
 * The bucket and key a request to S3 names, in its host or its path.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">Virtual hosting
 * of buckets</a>.
 *
 * @param bucket not empty
 * @param key empty for the bucket itself
 */
public record S3Address(String bucket, String key) {
  private static final String SERVICE_LABEL = ".s3.";

  /** The address; empty for a request that is another service's or names no bucket. */
  public static Optional<S3Address> of(HttpRequest request) {
    if (isOtherServices(request)) {
      return Optional.empty();
    }
    String path = request.rawPath().startsWith("/") ? request.rawPath().substring(1) : "";
    int label = host(request).indexOf(SERVICE_LABEL);
    if (label > 0) {
      return decoded(host(request).substring(0, label), path);
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? decoded(path, "")
        : decoded(path.substring(0, slash), path.substring(slash + 1));
  }

  private static Optional<S3Address> decoded(String bucket, String key) {
    try {
      return Optional.of(new S3Address(bucket, Percent.decode(key, false)))
          .filter(address -> !address.bucket().isEmpty());
    } catch (IllegalArgumentException notUtf8) {
      return Optional.empty();
    }
  }

  /** The host's name in lower case, without a port. */
  public static String host(HttpRequest request) {
    String host = request.headers().first("Host");
    String lower = host == null ? "" : host.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    return colon < 0 ? lower : lower.substring(0, colon);
  }

  private static boolean isOtherServices(HttpRequest request) {
    if (request.headers().has("X-Amz-Target")
        || request.headers().has("smithy-protocol")
        || ("&" + request.rawQuery()).contains("&Action=")) {
      return true;
    }
    String authorization = request.headers().first("Authorization");
    return authorization != null
        && authorization.contains("/aws4_request")
        && !authorization.contains("/s3/aws4_request");
  }
}
