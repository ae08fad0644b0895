package croft.services.logs.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A length of time by which moments are rounded, in UTC: {@code 5m}, {@code 1 day}.
 *
 * @param count of the unit, at least 1
 */
record Period(long count, Unit unit) {
  private static final long DAY_MILLIS = 86_400_000;

  /** The epoch was a Thursday; weeks begin on Mondays. */
  private static final long FIRST_MONDAY_MILLIS = -3 * DAY_MILLIS;

  private static final long MOST = 1_000_000;

  /** What is counted; milliseconds are 0 where months are. */
  enum Unit {
    MILLISECOND(1, 0, "ms msec millisecond milliseconds"),
    SECOND(1000, 0, "s sec second seconds"),
    MINUTE(60_000, 0, "m min minute minutes"),
    HOUR(3_600_000, 0, "h hr hour hours"),
    DAY(DAY_MILLIS, 0, "d day days"),
    WEEK(7 * DAY_MILLIS, 0, "w week weeks"),
    MONTH(0, 1, "mo mon month months"),
    QUARTER(0, 3, "q qtr quarter quarters"),
    YEAR(0, 12, "y yr year years");

    private final long millis;
    private final int months;

    /** With spaces between. */
    private final String names;

    Unit(long millis, int months, String names) {
      this.millis = millis;
      this.months = months;
      this.names = names;
    }

    static Optional<Unit> named(String text) {
      String name = text.toLowerCase(Locale.ROOT);
      for (Unit unit : values()) {
        if (List.of(unit.names.split(" ")).contains(name)) {
          return Optional.of(unit);
        }
      }
      return Optional.empty();
    }
  }

  /** Reads {@code 5m}; empty when it is none. */
  static Optional<Period> parse(String text) {
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    if (digits == 0 || digits > 7) {
      return Optional.empty();
    }
    long count = Long.parseLong(text.substring(0, digits));
    return Unit.named(text.substring(digits).strip())
        .filter(unit -> count > 0 && count <= MOST)
        .map(unit -> new Period(count, unit));
  }

  /** The last begin of a period that is not after a moment. */
  long floor(long millis) {
    if (unit.months > 0) {
      return beginOfMonth(Math.floorDiv(month(millis), count * unit.months));
    }
    long length = count * unit.millis;
    long origin = unit == Unit.WEEK ? FIRST_MONDAY_MILLIS : 0;
    return millis - Math.floorMod(millis - origin, length);
  }

  /** The first begin of a period that is not before a moment. */
  long ceiling(long millis) {
    long floor = floor(millis);
    if (floor == millis) {
      return floor;
    }
    return unit.months > 0
        ? beginOfMonth(Math.floorDiv(month(millis), count * unit.months) + 1)
        : floor + count * unit.millis;
  }

  private static long month(long millis) {
    LocalDate date = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalDate();
    return date.getYear() * 12L + date.getMonthValue() - 1;
  }

  private long beginOfMonth(long period) {
    long month = period * count * unit.months;
    return LocalDate.of((int) Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1, 1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .toEpochMilli();
  }
}
