package croft.services.s3.object;

import croft.base.ServiceError;
import croft.wire.codec.Percent;
import org.jspecify.annotations.Nullable;

/**
 * What a copy is made of, as {@code x-amz-copy-source} says it: {@code bucket/key}, encoded, with
 * or without a slash before and {@code ?versionId=} behind.
 */
public record CopySource(String bucket, String key, @Nullable String versionId) {
  private static final String VERSION = "?versionId=";

  /**
   * Reads a header.
   *
   * @throws ServiceError {@code InvalidArgument} (400) for what names no object
   */
  public static CopySource of(@Nullable String header) {
    String text = header == null ? "" : header;
    if (text.startsWith("arn:")) {
      throw ServiceError.unsupported("A copy source that is an ARN");
    }
    int version = text.indexOf(VERSION);
    String versionId = version < 0 ? null : text.substring(version + VERSION.length());
    String path = decoded(version < 0 ? text : text.substring(0, version));
    if (path.startsWith("/")) {
      path = path.substring(1);
    }
    int slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      throw invalid(text);
    }
    return new CopySource(
        path.substring(0, slash),
        Keys.checked(path.substring(slash + 1)),
        Keys.checkedVersion(versionId));
  }

  private static String decoded(String text) {
    try {
      return Percent.decode(text, false);
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
  }

  private static ServiceError invalid(String text) {
    return ObjectErrors.invalidArgument(
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        "x-amz-copy-source",
        text);
  }
}
