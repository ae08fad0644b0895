package croft.server;

import croft.wire.http.Headers;
import croft.wire.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys that a request's own header fields tell.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html">Amazon
 * S3 Signature Version 4 authentication specific policy keys</a>.
 */
final class RequestKeys {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private RequestKeys() {}

  static Map<String, List<String>> of(HttpRequest request) {
    Map<String, List<String>> keys = new HashMap<>();
    Headers headers = request.headers();
    put(keys, "aws:Referer", headers.first("Referer"));
    put(keys, "s3:x-amz-content-sha256", headers.first("x-amz-content-sha256"));
    String authorization = headers.first("Authorization");
    boolean inHeader = authorization != null && authorization.startsWith(ALGORITHM);
    boolean inQuery = !inHeader && request.rawQuery().contains("X-Amz-Signature=");
    if (inHeader || inQuery) {
      keys.put("s3:signatureversion", List.of(ALGORITHM));
      keys.put("s3:authType", List.of(inHeader ? "REST-HEADER" : "REST-QUERY-STRING"));
    }
    return keys;
  }

  private static void put(Map<String, List<String>> keys, String name, @Nullable String value) {
    if (value != null) {
      keys.put(name, List.of(value));
    }
  }
}
