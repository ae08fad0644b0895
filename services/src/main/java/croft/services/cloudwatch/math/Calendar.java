package croft.services.cloudwatch.math;

import croft.services.cloudwatch.math.MathValue.Line;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What the time of each point is, in UTC. */
final class Calendar {
  private Calendar() {}

  static MathValue call(String name, Arguments given) {
    Line line = given.line(0);
    NavigableMap<Long, Double> points = new TreeMap<>();
    line.points().keySet().forEach(at -> points.put(at, part(name, at)));
    return line.with(points);
  }

  private static double part(String name, long at) {
    ZonedDateTime time = Instant.ofEpochSecond(at).atZone(ZoneOffset.UTC);
    return switch (name) {
      case "EPOCH" -> at;
      case "MINUTE" -> time.getMinute();
      case "HOUR" -> time.getHour();
      case "DAY" -> time.getDayOfWeek().getValue();
      case "DATE" -> time.getDayOfMonth();
      case "MONTH" -> time.getMonthValue();
      case "YEAR" -> time.getYear();
      default -> throw new MathException("Unknown function: " + name);
    };
  }
}
