package croft.services.s3.object;

import croft.base.ServiceError;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of an object.
 *
 * <p>Source: RFC 9110, 14.
 *
 * @param first byte, from zero
 */
record ByteRange(long first, long lengthBytes) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /**
   * The range of a {@code Range} header, null when it asks for the whole: several ranges in one
   * request, and what is no range, are passed over, as S3 does.
   *
   * @throws ServiceError {@code InvalidRange} (416)
   */
  static @Nullable ByteRange of(@Nullable String header, long sizeBytes) {
    Matcher range = SINGLE.matcher(header == null ? "" : header.replace(" ", ""));
    if (header == null || !range.matches()) {
      return null;
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty() && last.isEmpty()) {
      return null;
    }
    if (first.isEmpty()) {
      long suffix = Math.min(number(last), sizeBytes);
      return checked(new ByteRange(sizeBytes - suffix, suffix), header, sizeBytes);
    }
    long from = number(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
    if (to < from) {
      return null;
    }
    long length = Math.min(to, sizeBytes - 1) - from + 1;
    return checked(new ByteRange(from, length), header, sizeBytes);
  }

  private static ByteRange checked(ByteRange range, String header, long sizeBytes) {
    if (range.lengthBytes <= 0 || range.first >= sizeBytes) {
      throw new ServiceError(
          "InvalidRange",
          416,
          "The requested range is not satisfiable",
          Map.of(
              "RangeRequested",
              header,
              "ActualObjectSize",
              Long.toString(sizeBytes),
              "ContentRange",
              "bytes */" + sizeBytes));
    }
    return range;
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE - 1;
    }
  }

  /** The {@code Content-Range} header. */
  String header(long sizeBytes) {
    return "bytes " + first + "-" + (first + lengthBytes - 1) + "/" + sizeBytes;
  }
}
