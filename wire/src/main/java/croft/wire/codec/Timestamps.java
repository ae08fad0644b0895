package croft.wire.codec;

import croft.wire.schema.TimestampFormat;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Timestamps as text, to the millisecond: what AWS keeps.
 *
 * <p>Source: <a
 * href="https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait">timestampFormat</a>.
 */
public final class Timestamps {
  private static final long LEAST_SECONDS = -62_167_219_200L; // 0000-01-01
  private static final long MOST_SECONDS = 253_402_300_799L; // 9999-12-31T23:59:59

  private static final DateTimeFormatter HTTP_DATE =
      new DateTimeFormatterBuilder()
          .appendPattern("EEE, dd MMM yyyy HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral(" GMT")
          .toFormatter(Locale.ENGLISH);

  private Timestamps() {}

  /** Writes an instant; {@code DEFAULT} is not a format here. */
  public static String format(Instant instant, TimestampFormat format) {
    return switch (format) {
      case DATE_TIME -> dateTime(instant);
      case HTTP_DATE -> httpDate(instant);
      case EPOCH_SECONDS -> epochSeconds(instant);
      case DEFAULT -> throw new IllegalArgumentException("a protocol resolves the default");
    };
  }

  /**
   * Reads an instant.
   *
   * @throws DateTimeException when the text is not of that format or outside years 0 to 9999
   */
  public static Instant parse(String text, TimestampFormat format) {
    return switch (format) {
      case DATE_TIME -> parseDateTime(text);
      case HTTP_DATE -> LocalDateTime.parse(text, HTTP_DATE).toInstant(ZoneOffset.UTC);
      case EPOCH_SECONDS -> parseEpochSeconds(text);
      case DEFAULT -> throw new IllegalArgumentException("a protocol resolves the default");
    };
  }

  /**
   * Reads an instant as JSON and the HTTP bindings have it: a date-time is whole and in UTC.
   *
   * @throws DateTimeException when the text is not of that format
   */
  static Instant parseStrictly(String text, TimestampFormat format) {
    if (format == TimestampFormat.DATE_TIME && (text.length() < 20 || !text.endsWith("Z"))) {
      throw new DateTimeException("not a date and time in UTC");
    }
    return parse(text, format);
  }

  /**
   * Seconds since the epoch, rounded to the millisecond.
   *
   * @throws DateTimeException outside years 0 to 9999 or when not a number
   */
  public static Instant ofEpochSeconds(double seconds) {
    if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
      throw new DateTimeException("outside years 0 to 9999");
    }
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }

  /** Without a fraction where the millisecond is zero, as most AWS services write it. */
  private static String dateTime(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24);
    padded(text, time.getYear(), 4).append('-');
    padded(text, time.getMonthValue(), 2).append('-');
    padded(text, time.getDayOfMonth(), 2).append('T');
    padded(text, time.getHour(), 2).append(':');
    padded(text, time.getMinute(), 2).append(':');
    padded(text, time.getSecond(), 2);
    int millis = time.getNano() / 1_000_000;
    if (millis != 0) {
      padded(text.append('.'), millis, 3);
    }
    return text.append('Z').toString();
  }

  private static StringBuilder padded(StringBuilder text, int value, int digits) {
    String plain = Integer.toString(value);
    return text.repeat('0', Math.max(0, digits - plain.length())).append(plain);
  }

  private static String httpDate(Instant instant) {
    return HTTP_DATE.format(
        LocalDateTime.ofInstant(Instant.ofEpochMilli(instant.toEpochMilli()), ZoneOffset.UTC));
  }

  private static String epochSeconds(Instant instant) {
    long millis = instant.toEpochMilli();
    if (millis % 1000 == 0) {
      return Long.toString(millis / 1000);
    }
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  /** Takes an offset, none (then UTC), or a date alone: query services take all three. */
  private static Instant parseDateTime(String text) {
    if (text.length() == 10) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    boolean zoned = last == 'Z' || last == 'z' || text.lastIndexOf('+') > 10;
    zoned |= text.lastIndexOf('-') > 10;
    Instant instant =
        zoned
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    long seconds = instant.getEpochSecond();
    if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
      throw new DateTimeException("outside years 0 to 9999");
    }
    return instant;
  }

  private static Instant parseEpochSeconds(String text) {
    try {
      return ofEpochSeconds(Scalars.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new DateTimeException("not a number of seconds", e);
    }
  }
}
