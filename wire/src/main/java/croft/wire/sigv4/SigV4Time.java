package croft.wire.sigv4;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The time forms of signatures: {@code 20150830T123600Z}, and HTTP's own in a Date header. */
final class SigV4Time {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SigV4Time() {}

  static String text(Instant instant) {
    return BASIC.format(instant);
  }

  static String date(Instant instant) {
    return text(instant).substring(0, 8);
  }

  /** Reads either form; null when it is neither. */
  static @Nullable Instant parse(String text) {
    try {
      return ZonedDateTime.parse(text, BASIC).toInstant();
    } catch (DateTimeException notBasic) {
      try {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      } catch (DateTimeException notHttp) {
        return null;
      }
    }
  }
}
