package croft.services.cloudwatch.series;

import java.time.Duration;

/**
 * How finely points of some age are kept. CloudWatch's page "Metrics retention": seconds for three
 * hours, minutes for 15 days, five minutes for 63 days, hours for 455 days.
 */
enum Tier {
  SECOND(1, 600, Duration.ofHours(3)),
  MINUTE(60, 3600, Duration.ofDays(15)),
  FIVE_MINUTES(300, 86_400, Duration.ofDays(63)),
  HOUR(3600, 864_000, Duration.ofDays(455));

  private final int seconds;
  private final int chunkSeconds;
  private final Duration kept;

  Tier(int seconds, int chunkSeconds, Duration kept) {
    this.seconds = seconds;
    this.chunkSeconds = chunkSeconds;
    this.kept = kept;
  }

  /** The length of a point. */
  int seconds() {
    return seconds;
  }

  /** How long it is kept. */
  Duration kept() {
    return kept;
  }

  /** When the point begins that a time lies in. */
  long pointOf(long epochSecond) {
    return Math.floorDiv(epochSecond, (long) seconds) * seconds;
  }

  /** When the chunk begins that a time lies in. */
  long chunkOf(long epochSecond) {
    return Math.floorDiv(epochSecond, (long) chunkSeconds) * chunkSeconds;
  }
}
