package croft.services.iam.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the typed texts of conditions; null for a text that is not of the type. */
final class TypedValue {
  /** Longer numerals serve no policy and cost the more to compare. */
  private static final int LONGEST_NUMERAL = 64;

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");
  private static final Pattern EPOCH_SECONDS = Pattern.compile("-?\\d{5,18}");

  private TypedValue() {}

  /** A whole or decimal number. */
  static @Nullable BigDecimal number(String text) {
    if (text.length() > LONGEST_NUMERAL || !NUMBER.matcher(text).matches()) {
      return null;
    }
    return new BigDecimal(text);
  }

  /** The W3C profile of ISO 8601, from a year alone to fractions of a second, or epoch seconds. */
  static @Nullable Instant instant(String text) {
    if (text.length() > LONGEST_NUMERAL) {
      return null;
    }
    try {
      if (EPOCH_SECONDS.matcher(text).matches()) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      return switch (text.length()) {
        case 4 -> startOf(Year.parse(text).atDay(1));
        case 7 -> startOf(YearMonth.parse(text).atDay(1));
        case 10 -> startOf(LocalDate.parse(text));
        default -> OffsetDateTime.parse(text).toInstant();
      };
    } catch (DateTimeException notADate) {
      return null;
    }
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
