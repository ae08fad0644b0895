package croft.services.s3.listing;

import croft.base.ServiceError;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a listing asks for.
 *
 * @param delimiter empty for none
 * @param after where the page before ended, a key or a common prefix; empty for the first
 * @param limit of keys and common prefixes together
 */
record Query(String bucket, String prefix, String delimiter, String after, int limit) {
  private static final int LARGEST_PAGE = 1000;

  static Query of(
      String bucket,
      @Nullable String prefix,
      @Nullable String delimiter,
      @Nullable String after,
      @Nullable Integer maxKeys) {
    return new Query(
        bucket,
        Objects.requireNonNullElse(prefix, ""),
        Objects.requireNonNullElse(delimiter, ""),
        Objects.requireNonNullElse(after, ""),
        Math.min(checked(maxKeys), LARGEST_PAGE));
  }

  /** How many were asked for, which answers repeat. */
  static int checked(@Nullable Integer maxKeys) {
    int number = Objects.requireNonNullElse(maxKeys, LARGEST_PAGE);
    if (number < 0) {
      throw new ServiceError(
          "InvalidArgument",
          400,
          "Argument maxKeys must be an integer between 0 and 2147483647",
          Map.of("ArgumentName", "maxKeys", "ArgumentValue", Integer.toString(number)));
    }
    return number;
  }

  /** The common prefix a key stands under, or null when it stands for itself. */
  @Nullable String commonPrefix(String key) {
    int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return end < 0 ? null : key.substring(0, end + delimiter.length());
  }

  /** Whether the page before ended with a common prefix: then all under it was told. */
  boolean isAfterCommonPrefix() {
    return !after.isEmpty() && after.startsWith(prefix) && after.equals(commonPrefix(after));
  }
}
