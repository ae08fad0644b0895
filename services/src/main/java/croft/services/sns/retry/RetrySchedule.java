package croft.services.sns.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pauses between attempts, in phases: at once, then at the least pause, then growing, then at
 * the longest.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html">Amazon SNS
 * message delivery retries</a>.
 *
 * @param immediate how many are tried again at once
 * @param early how many after the least pause
 * @param growing how many after pauses from the least to the longest
 * @param late how many after the longest pause
 */
public record RetrySchedule(
    int immediate,
    int early,
    int growing,
    int late,
    Duration least,
    Duration longest,
    Backoff backoff) {

  /** For queues: 23 days. */
  public static final RetrySchedule QUEUES =
      new RetrySchedule(
          3, 2, 10, 100_000, Duration.ofSeconds(1), Duration.ofSeconds(20), Backoff.EXPONENTIAL);

  /** For mail: six hours. */
  public static final RetrySchedule MAIL =
      new RetrySchedule(
          0, 2, 10, 38, Duration.ofSeconds(10), Duration.ofSeconds(600), Backoff.EXPONENTIAL);

  /** How pauses grow. */
  public enum Backoff {
    LINEAR,
    ARITHMETIC,
    GEOMETRIC,
    EXPONENTIAL;

    /** How far from the least to the longest pause a step is, from 0 to 1. */
    private double rise(double part, double ratio) {
      return switch (this) {
        case LINEAR -> part;
        case ARITHMETIC -> part * (part + 1) / 2;
        case GEOMETRIC -> part * part;
        // From the least to the longest by equal factors.
        case EXPONENTIAL -> ratio <= 1 ? 0 : (Math.pow(ratio, part) - 1) / (ratio - 1);
      };
    }
  }

  /** The pause after so many failed attempts; empty when there shall be no other one. */
  public Optional<Duration> pauseAfter(int failures) {
    int retry = failures - 1;
    if (retry < immediate) {
      return Optional.of(Duration.ZERO);
    }
    retry -= immediate;
    if (retry < early) {
      return Optional.of(least);
    }
    retry -= early;
    if (retry < growing) {
      return Optional.of(grown(retry));
    }
    retry -= growing;
    return retry < late ? Optional.of(longest) : Optional.empty();
  }

  private Duration grown(int step) {
    double part = growing == 1 ? 1 : (double) step / (growing - 1);
    double ratio = (double) longest.toMillis() / least.toMillis();
    double more = longest.minus(least).toMillis() * backoff.rise(part, ratio);
    return least.plusMillis(Math.round(more));
  }

  /** All pauses, in order. */
  List<Duration> pauses() {
    List<Duration> all = new ArrayList<>();
    for (int failures = 1; ; failures++) {
      Optional<Duration> pause = pauseAfter(failures);
      if (pause.isEmpty()) {
        return all;
      }
      all.add(pause.get());
    }
  }
}
