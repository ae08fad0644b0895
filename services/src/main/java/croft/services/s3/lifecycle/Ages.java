package croft.services.s3.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When something of an age in days is due: S3 adds the days and rounds up to the next midnight,
 * UTC.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days">Lifecycle
 * rules: based on an object's age</a>.
 */
final class Ages {
  private Ages() {}

  static Instant due(Instant begin, int days) {
    Instant exact = begin.plus(Duration.ofDays(days));
    Instant midnight = exact.truncatedTo(ChronoUnit.DAYS);
    return exact.equals(midnight) ? midnight : midnight.plus(Duration.ofDays(1));
  }

  static boolean isDue(Instant begin, int days, Instant now) {
    return !now.isBefore(due(begin, days));
  }
}
