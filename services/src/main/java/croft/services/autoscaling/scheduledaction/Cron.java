package croft.services.autoscaling.scheduledaction;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Times by a cron expression of five fields: minute, hour, day of the month, month, day of the
 * week. Where both days are restricted, either one will do, as cron has it.
 */
final class Cron {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final int YEARS = 5;

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;
  private final boolean anyDay;
  private final boolean anyWeekday;

  private Cron(String[] fields) {
    minutes = field(fields[0], 0, 59, List.of(), 0);
    hours = field(fields[1], 0, 23, List.of(), 0);
    days = field(fields[2], 1, 31, List.of(), 0);
    months = field(fields[3], 1, 12, MONTHS, 1);
    weekdays = field(fields[4], 0, 7, DAYS, 0);
    if (weekdays.get(7)) {
      weekdays.set(0);
    }
    anyDay = fields[2].startsWith("*");
    anyWeekday = fields[4].startsWith("*");
  }

  /** Reads an expression; empty for text that is none. */
  static Optional<Cron> parse(String text) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != 5) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Cron(fields));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static BitSet field(String text, int least, int most, List<String> names, int first) {
    BitSet set = new BitSet();
    for (String part : text.split(",", -1)) {
      String[] stepped = part.split("/", -1);
      if (stepped.length > 2) {
        throw new IllegalArgumentException(part);
      }
      int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
      int from;
      int to;
      if (stepped[0].equals("*")) {
        from = least;
        to = most;
      } else {
        String[] range = stepped[0].split("-", -1);
        from = number(range[0], names, first);
        to = range.length == 2 ? number(range[1], names, first) : from;
        if (range.length == 1 && stepped.length == 2) {
          to = most;
        }
        if (range.length > 2) {
          throw new IllegalArgumentException(part);
        }
      }
      if (step < 1 || from < least || to > most || from > to) {
        throw new IllegalArgumentException(part);
      }
      for (int value = from; value <= to; value += step) {
        set.set(value);
      }
    }
    return set;
  }

  private static int number(String text, List<String> names, int first) {
    int name = names.indexOf(text.toLowerCase(Locale.ROOT));
    return name >= 0 ? name + first : Integer.parseInt(text);
  }

  /** The first time after that one, in a zone; empty when there is none in years. */
  Optional<Instant> after(Instant time, ZoneId zone) {
    ZonedDateTime next = time.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    ZonedDateTime last = next.plusYears(YEARS);
    while (next.isBefore(last)) {
      if (!months.get(next.getMonthValue()) || !day(next)) {
        next = next.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      } else if (!hours.get(next.getHour())) {
        next = next.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minutes.get(next.getMinute())) {
        next = next.plusMinutes(1);
      } else {
        return Optional.of(next.toInstant());
      }
    }
    return Optional.empty();
  }

  private boolean day(ZonedDateTime at) {
    boolean day = days.get(at.getDayOfMonth());
    boolean weekday = weekdays.get(at.getDayOfWeek().getValue() % 7);
    if (anyDay || anyWeekday) {
      return day && weekday;
    }
    return day || weekday;
  }
}
