package croft.drivers.blob;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where an S3 endpoint keeps the blobs, and as whom it is asked. Written {@code
 * s3://KEY:SECRET@HOST:PORT/BUCKET/PREFIX?region=REGION}, with {@code s3+http} for an endpoint
 * without TLS; the prefix may be left out, and the region is us-east-1 when not said.
 *
 * @param endpoint scheme, host and port
 * @param prefix what keys begin with: empty, or ending in a slash
 */
public record S3BlobLocation(
    URI endpoint,
    String bucket,
    String prefix,
    String region,
    String accessKeyId,
    String secretAccessKey) {

  private static final Pattern PATH =
      Pattern.compile("/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9._/-]*))?");
  private static final Pattern QUERY = Pattern.compile("region=([a-z0-9-]+)");

  /**
   * Reads the URL.
   *
   * @throws IllegalArgumentException with what is wrong, never with the secret
   */
  public static S3BlobLocation parse(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw wrong("is no URL");
    }
    String scheme = scheme(String.valueOf(uri.getScheme()));
    String user = uri.getRawUserInfo();
    int colon = user == null ? -1 : user.indexOf(':');
    if (user == null || colon <= 0 || uri.getHost() == null) {
      throw wrong("has no KEY:SECRET@HOST");
    }
    var path = PATH.matcher(String.valueOf(uri.getRawPath()));
    if (!path.matches()) {
      throw wrong(
          "has no bucket after the host, or a prefix with letters other than A-Z a-z 0-9 . _ - /");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new S3BlobLocation(
        URI.create(scheme + "://" + uri.getHost() + port),
        path.group(1),
        prefix(path.group(2) == null ? "" : path.group(2)),
        region(uri.getRawQuery() == null ? "region=us-east-1" : uri.getRawQuery()),
        decoded(user.substring(0, colon)),
        decoded(user.substring(colon + 1)));
  }

  private static String scheme(String text) {
    return switch (text) {
      case "s3" -> "https";
      case "s3+http" -> "http";
      default -> throw wrong("does not begin with s3:// or s3+http://");
    };
  }

  private static String region(String query) {
    var matcher = QUERY.matcher(query);
    if (!matcher.matches()) {
      throw wrong("has a query other than region=REGION");
    }
    return matcher.group(1);
  }

  private static String prefix(String text) {
    return text.isEmpty() || text.endsWith("/") ? text : text + "/";
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what);
  }

  @Override
  public String toString() {
    return endpoint + "/" + bucket + "/" + prefix;
  }
}
