package croft.wire.sigv4;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The time forms of signatures: {@code 20150830T123600Z}, and HTTP's own in a Date header. */
final class SigV4Time {
  private static final int BASIC_LENGTH = 16;

  private SigV4Time() {}

  /** By hand, as {@link #basic} reads it, for the same reason; of years from 0 to 9999. */
  static String text(Instant instant) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(BASIC_LENGTH);
    digits(text, time.getYear(), 1000);
    digits(text, time.getMonthValue(), 10);
    digits(text, time.getDayOfMonth(), 10);
    text.append('T');
    digits(text, time.getHour(), 10);
    digits(text, time.getMinute(), 10);
    digits(text, time.getSecond(), 10);
    return text.append('Z').toString();
  }

  private static void digits(StringBuilder text, int number, int highest) {
    for (int place = highest; place > 0; place /= 10) {
      text.append((char) ('0' + number / place % 10));
    }
  }

  static String date(Instant instant) {
    return text(instant).substring(0, 8);
  }

  /** Reads either form; null when it is neither. */
  static @Nullable Instant parse(String text) {
    try {
      return isBasic(text)
          ? basic(text)
          : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException neither) {
      return null;
    }
  }

  private static boolean isBasic(String text) {
    if (text.length() != BASIC_LENGTH || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
      return false;
    }
    for (int i = 0; i < BASIC_LENGTH - 1; i++) {
      if (i != 8 && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
        return false;
      }
    }
    return true;
  }

  /** By hand: every request brings one, and a formatter takes as long as a signature's hash. */
  private static Instant basic(String text) {
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 4, 6),
            number(text, 6, 8),
            number(text, 9, 11),
            number(text, 11, 13),
            number(text, 13, 15))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
