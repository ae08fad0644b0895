package croft.services.s3.object;

import org.jspecify.annotations.Nullable;

/** Header fields that an object keeps and repeats as they came. */
public record SystemHeaders(
    @Nullable String cacheControl,
    @Nullable String contentDisposition,
    @Nullable String contentEncoding,
    @Nullable String contentLanguage,
    @Nullable String contentType,
    @Nullable String expires) {

  /** None of them. */
  public static final SystemHeaders NONE = new SystemHeaders(null, null, null, null, null, null);
}
