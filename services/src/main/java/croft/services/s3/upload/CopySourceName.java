package croft.services.s3.upload;

import croft.base.ServiceError;
import croft.wire.codec.Percent;
import org.jspecify.annotations.Nullable;

/**
 * The object an {@code x-amz-copy-source} header names: {@code bucket/key?versionId=id}, the key
 * percent-encoded, a slash before it allowed.
 */
record CopySourceName(String bucket, String key, @Nullable String versionId) {
  private static final String VERSION = "?versionId=";

  /**
   * Reads the header.
   *
   * @throws ServiceError {@code InvalidArgument} (400)
   */
  static CopySourceName of(@Nullable String header) {
    String text = header == null ? "" : header;
    int question = text.indexOf(VERSION);
    String versionId = question < 0 ? null : text.substring(question + VERSION.length());
    String path;
    try {
      path = Percent.decode(question < 0 ? text : text.substring(0, question), false);
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
    String name = path.startsWith("/") ? path.substring(1) : path;
    int slash = name.indexOf('/');
    if (slash <= 0 || slash == name.length() - 1) {
      throw invalid(text);
    }
    return new CopySourceName(name.substring(0, slash), name.substring(slash + 1), versionId);
  }

  private static ServiceError invalid(String text) {
    return UploadErrors.invalidArgument(
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        "x-amz-copy-source",
        text);
  }
}
