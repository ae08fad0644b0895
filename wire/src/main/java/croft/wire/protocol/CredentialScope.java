package croft.wire.protocol;

import croft.wire.codec.Percent;
import croft.wire.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The service a request was signed for, read from {@code key/date/region/service/aws4_request} in
 * the Authorization header or the query string. It steers routing only: whether it is true is for
 * authentication to say.
 */
final class CredentialScope {
  private CredentialScope() {}

  /** The signing name, or null when the request has no scope. */
  static @Nullable String service(HttpRequest request) {
    String authorization = request.headers().first("Authorization");
    if (authorization != null) {
      return fromCredential(after(authorization, "Credential=", ','));
    }
    String credential = after(request.rawQuery(), "X-Amz-Credential=", '&');
    if (credential == null) {
      return null;
    }
    try {
      return fromCredential(Percent.decode(credential, true));
    } catch (IllegalArgumentException e) {
      return null; // authentication refuses it
    }
  }

  private static @Nullable String after(String text, String name, char end) {
    int start = text.indexOf(name);
    if (start < 0) {
      return null;
    }
    int from = start + name.length();
    int to = text.indexOf(end, from);
    return to < 0 ? text.substring(from) : text.substring(from, to);
  }

  private static @Nullable String fromCredential(@Nullable String credential) {
    if (credential == null) {
      return null;
    }
    String[] parts = credential.strip().split("/", -1);
    return parts.length < 5 ? null : parts[parts.length - 2];
  }
}
