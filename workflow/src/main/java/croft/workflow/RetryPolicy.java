package croft.workflow;

import croft.base.ServiceError;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How a failing step is tried again: after {@code first}, then after {@code factor} times as long
 * each time, never longer than {@code longest}.
 *
 * @param attempts how often a step is tried in all before the workflow fails
 * @param terminal which failures are not worth another try, besides {@link TerminalException}
 */
public record RetryPolicy(
    int attempts, Duration first, double factor, Duration longest, Predicate<Exception> terminal) {

  /**
   * Ten attempts within about three minutes. A {@link ServiceError} that blames the sender is
   * terminal, for the same request would fail the same way; throttling is not.
   */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(
          10,
          Duration.ofMillis(250),
          2,
          Duration.ofSeconds(60),
          failure ->
              failure instanceof ServiceError error
                  && error.isSenderFault()
                  && error.status() != 429
                  && !error.code().contains("Throttl"));

  public RetryPolicy {
    if (attempts < 1 || factor < 1) {
      throw new IllegalArgumentException("A step is tried at least once, and not faster each time");
    }
  }

  /** This policy with another number of attempts. */
  public RetryPolicy withAttempts(int count) {
    return new RetryPolicy(count, first, factor, longest, terminal);
  }

  /** This policy with other pauses. */
  public RetryPolicy withPauses(Duration shortest, Duration most) {
    return new RetryPolicy(attempts, shortest, factor, most, terminal);
  }

  boolean isTerminal(Exception failure) {
    return failure instanceof TerminalException || terminal.test(failure);
  }

  /** The pause after so many failed attempts. */
  Duration pause(int failed) {
    double millis = first.toMillis() * Math.pow(factor, failed - 1.0);
    return Duration.ofMillis((long) Math.min(millis, (double) longest.toMillis()));
  }
}
