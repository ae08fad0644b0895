package croft.services.s3.website;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a bucket is shown as a web site.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html">Hosting a static
 * website using Amazon S3</a>.
 *
 * @param indexSuffix such as {@code index.html}; empty where all requests are redirected
 * @param errorKey the object shown with an error, or null for S3's own page
 * @param redirectAll where every request goes, or null
 */
public record Website(
    String indexSuffix,
    @Nullable String errorKey,
    @Nullable Everything redirectAll,
    List<RoutingRule> rules) {

  public Website {
    rules = List.copyOf(rules);
  }

  /**
   * Where every request goes.
   *
   * @param protocol {@code http} or {@code https}; null for the request's own
   */
  public record Everything(String hostName, @Nullable String protocol) {}

  /**
   * A redirect under a condition.
   *
   * @param prefix of the key, or null for any
   * @param errorCode the status that would be answered, or null where the rule acts before that
   */
  public record RoutingRule(
      @Nullable String prefix, @Nullable Integer errorCode, Redirect redirect) {

    /** Whether it acts on a key before anything is looked up. */
    boolean actsBefore(String key) {
      return errorCode == null && hasPrefix(key);
    }

    /** Whether it acts on an error. */
    boolean actsOn(String key, int status) {
      return errorCode != null && errorCode == status && hasPrefix(key);
    }

    private boolean hasPrefix(String key) {
      return prefix == null || key.startsWith(prefix);
    }

    /** The key the redirect leads to. */
    String newKey(String key) {
      String whole = redirect.replaceKeyWith();
      String replacement = redirect.replaceKeyPrefixWith();
      if (whole != null) {
        return whole;
      }
      return replacement == null
          ? key
          : replacement + key.substring(prefix == null ? 0 : prefix.length());
    }
  }

  /**
   * What a redirect changes; null where the request's own stays.
   *
   * @param status 3xx
   */
  public record Redirect(
      @Nullable String hostName,
      @Nullable String protocol,
      int status,
      @Nullable String replaceKeyPrefixWith,
      @Nullable String replaceKeyWith) {}

  /** The object shown for a path: a folder's index, or the key itself. */
  String keyOf(String pathWithoutSlash) {
    return pathWithoutSlash.isEmpty() || pathWithoutSlash.endsWith("/")
        ? pathWithoutSlash + indexSuffix
        : pathWithoutSlash;
  }
}
