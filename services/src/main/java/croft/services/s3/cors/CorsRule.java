package croft.services.s3.cors;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a bucket's CORS configuration.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html">CORS
 * configuration</a>.
 *
 * @param allowedOrigins with at most one {@code *} each
 * @param allowedHeaders with at most one {@code *} each
 * @param maxAgeSeconds how long a browser may keep the answer; null for what it likes
 */
public record CorsRule(
    List<String> allowedOrigins,
    List<String> allowedMethods,
    List<String> allowedHeaders,
    List<String> exposeHeaders,
    @Nullable Integer maxAgeSeconds) {

  public CorsRule {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedMethods = List.copyOf(allowedMethods);
    allowedHeaders = List.copyOf(allowedHeaders);
    exposeHeaders = List.copyOf(exposeHeaders);
  }

  /** Whether a page of that origin may use the method with these header fields. */
  boolean allows(String origin, String method, List<String> headers) {
    return allowedOrigins.stream().anyMatch(pattern -> matches(pattern, origin))
        && allowedMethods.contains(method)
        && headers.stream().allMatch(this::allowsHeader);
  }

  private boolean allowsHeader(String header) {
    String lower = header.toLowerCase(Locale.ROOT);
    return allowedHeaders.stream()
        .anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), lower));
  }

  /** Whether every origin is allowed, so that no answer need name one. */
  boolean allowsEveryOrigin() {
    return allowedOrigins.contains("*");
  }

  private static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    String before = pattern.substring(0, star);
    String after = pattern.substring(star + 1);
    return text.length() >= before.length() + after.length()
        && text.startsWith(before)
        && text.endsWith(after);
  }
}
