package croft.services.cloudwatch.data;

import croft.services.cloudwatch.series.Span;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of a request, rounded down as the API reference of GetMetricStatistics says: the further
 * back it begins, the more.
 *
 * @param from in seconds since 1970
 * @param to exclusive
 */
public record TimeRange(long from, long to) {
  private static final Duration MINUTES = Duration.ofDays(15);
  private static final Duration FIVE_MINUTES = Duration.ofDays(63);

  /** What to read of this range in a period. */
  public Span span(long period) {
    return new Span(from, to, period);
  }

  /**
   * The rounded range.
   *
   * @throws croft.base.ServiceError when it does not begin before it ends
   */
  public static TimeRange of(Instant start, Instant end, long period, Instant now) {
    if (!start.isBefore(end)) {
      throw MetricErrors.invalidValue(
          "The parameter StartTime must be less than the parameter EndTime.");
    }
    return new TimeRange(
        down(start.getEpochSecond(), rounding(start, period, now)),
        end.getNano() == 0 ? end.getEpochSecond() : end.getEpochSecond() + 1);
  }

  private static long rounding(Instant start, long period, Instant now) {
    if (start.isBefore(now.minus(FIVE_MINUTES))) {
      return 3600;
    }
    if (start.isBefore(now.minus(MINUTES))) {
      return 300;
    }
    return period < 60 ? period : 60;
  }

  private static long down(long second, long unit) {
    return Math.floorDiv(second, unit) * unit;
  }

  /**
   * Passes for a period there is.
   *
   * @throws croft.base.ServiceError {@code InvalidParameterValue}
   */
  public static int requirePeriod(int period, String parameter) {
    boolean isShort = period == 1 || period == 5 || period == 10 || period == 20 || period == 30;
    if (!isShort && (period < 60 || period % 60 != 0)) {
      throw MetricErrors.invalidValue(
          "The parameter "
              + parameter
              + " must be equal to 1, 5, 10, 20, 30 or any multiple of 60.");
    }
    return period;
  }
}
