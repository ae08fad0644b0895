package croft.services.ec2.logfile;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time in a line, by a format of {@code strftime}'s letters as the CloudWatch agent takes
 * them: the first place that looks like it counts.
 */
final class TimestampFormat {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final int NANO_DIGITS = 9;

  /** From here on a year of two digits is of the twentieth century. */
  private static final int CENTURY_TURN = 69;

  /** A day of no year that lies so far ahead was last year's. */
  private static final long DAYS_AHEAD = 30;

  private enum Part {
    YEAR,
    SHORT_YEAR,
    MONTH_NAME,
    MONTH,
    DAY,
    HOUR,
    HALF_DAY_HOUR,
    HALF,
    MINUTE,
    SECOND,
    FRACTION,
    OFFSET,
    ZONE,
    IGNORED
  }

  private final Pattern pattern;
  private final List<Part> parts;

  private TimestampFormat(Pattern pattern, List<Part> parts) {
    this.pattern = pattern;
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a format.
   *
   * @throws IllegalArgumentException for a letter that the agent does not have, in words
   */
  static TimestampFormat of(String format) {
    StringBuilder pattern = new StringBuilder();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        pattern.append(Pattern.quote(String.valueOf(c)));
        continue;
      }
      boolean bare = format.startsWith("-", i + 1);
      i += bare ? 2 : 1;
      char letter = i < format.length() ? format.charAt(i) : ' ';
      Map.Entry<Part, String> part = part(letter, bare);
      parts.add(part.getKey());
      pattern.append('(').append(part.getValue()).append(')');
    }
    return new TimestampFormat(Pattern.compile(pattern.toString()), parts);
  }

  private static Map.Entry<Part, String> part(char letter, boolean bare) {
    String two = bare ? "\\d{1,2}" : "\\d{2}";
    // Days and months may lack their zero, or have a space in its place.
    String padded = "\\s?\\d{1,2}";
    return switch (letter) {
      case 'Y' -> Map.entry(Part.YEAR, "\\d{4}");
      case 'y' -> Map.entry(Part.SHORT_YEAR, "\\d{2}");
      case 'B' -> Map.entry(Part.MONTH_NAME, "[A-Za-z]{3,9}");
      case 'b' -> Map.entry(Part.MONTH_NAME, "[A-Za-z]{3}");
      case 'm' -> Map.entry(Part.MONTH, padded);
      case 'd' -> Map.entry(Part.DAY, padded);
      case 'H' -> Map.entry(Part.HOUR, two);
      case 'I' -> Map.entry(Part.HALF_DAY_HOUR, two);
      case 'p' -> Map.entry(Part.HALF, "[AaPp][Mm]");
      case 'M' -> Map.entry(Part.MINUTE, two);
      case 'S' -> Map.entry(Part.SECOND, two);
      case 'f' -> Map.entry(Part.FRACTION, "\\d{1,9}");
      case 'z' -> Map.entry(Part.OFFSET, "[+-]\\d{2}:?\\d{2}|Z");
      case 'Z' -> Map.entry(Part.ZONE, "[A-Za-z]{1,5}");
      case 'A' -> Map.entry(Part.IGNORED, "[A-Za-z]{6,9}");
      case 'a' -> Map.entry(Part.IGNORED, "[A-Za-z]{3}");
      default -> throw new IllegalArgumentException("%" + letter + " is not supported");
    };
  }

  /** What a time looks like. */
  Pattern pattern() {
    return pattern;
  }

  /**
   * The time in a message.
   *
   * @param now gives the year, and whatever else of the date the format lacks
   * @param zone of times that do not say theirs
   */
  Optional<Instant> find(String message, Instant now, ZoneId zone) {
    Matcher matcher = pattern.matcher(message);
    if (!matcher.find()) {
      return Optional.empty();
    }
    Map<Part, String> found = new EnumMap<>(Part.class);
    for (int i = 0; i < parts.size(); i++) {
      found.put(parts.get(i), matcher.group(i + 1).strip());
    }
    try {
      ZoneId own = zone(found, zone);
      LocalDate today = LocalDate.ofInstant(now, own);
      return Optional.of(LocalDateTime.of(date(found, today), time(found)).atZone(own).toInstant());
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty(); // Digits that are no date.
    }
  }

  private static LocalDate date(Map<Part, String> found, LocalDate today) {
    String name = found.get(Part.MONTH_NAME);
    int month = name == null ? number(found, Part.MONTH, today.getMonthValue()) : month(name);
    int day = number(found, Part.DAY, today.getDayOfMonth());
    if (found.containsKey(Part.YEAR)) {
      return LocalDate.of(number(found, Part.YEAR, 0), month, day);
    }
    if (found.containsKey(Part.SHORT_YEAR)) {
      int year = number(found, Part.SHORT_YEAR, 0);
      return LocalDate.of(year + (year >= CENTURY_TURN ? 1900 : 2000), month, day);
    }
    LocalDate date = LocalDate.of(today.getYear(), month, day);
    return date.isAfter(today.plusDays(DAYS_AHEAD)) ? date.minusYears(1) : date;
  }

  private static int month(String name) {
    int place = MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT));
    if (place < 0 || place % 3 != 0) {
      throw new DateTimeException("No month: " + name);
    }
    return place / 3 + 1;
  }

  private static LocalTime time(Map<Part, String> found) {
    int hour = number(found, Part.HOUR, 0);
    if (found.containsKey(Part.HALF_DAY_HOUR)) {
      boolean afternoon = found.getOrDefault(Part.HALF, "am").toLowerCase(Locale.ROOT).equals("pm");
      hour = number(found, Part.HALF_DAY_HOUR, 0) % 12 + (afternoon ? 12 : 0);
    }
    String fraction = found.getOrDefault(Part.FRACTION, "");
    int nanos =
        Integer.parseInt(fraction + "0".repeat(Math.max(0, NANO_DIGITS - fraction.length())));
    return LocalTime.of(hour, number(found, Part.MINUTE, 0), number(found, Part.SECOND, 0), nanos);
  }

  private static ZoneId zone(Map<Part, String> found, ZoneId usual) {
    String offset = found.get(Part.OFFSET);
    if (offset != null) {
      return ZoneOffset.of(offset);
    }
    return named(found.get(Part.ZONE)).orElse(usual);
  }

  private static Optional<ZoneId> named(@Nullable String zone) {
    if (zone == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(zone.toUpperCase(Locale.ROOT), ZoneId.SHORT_IDS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Map<Part, String> found, Part part, int missing) {
    String text = found.get(part);
    return text == null ? missing : Integer.parseInt(text);
  }
}
