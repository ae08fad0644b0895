package croft.services.sts;

import croft.services.iam.entity.EntityErrors;
import croft.services.iam.role.Role;
import croft.services.operation.Call;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How long a session may be. */
final class SessionDuration {
  private static final int USUAL_SECONDS = 3_600;
  private static final int MOST_SECONDS_WHEN_CHAINED = 3_600;

  private SessionDuration() {}

  /**
   * The seconds of a role's session.
   *
   * @throws croft.base.ServiceError {@code ValidationError} beyond the role's maximum, or an hour
   *     for a role assumed by another role's session
   */
  static int ofRole(@Nullable Integer asked, Role role, boolean chained) {
    int seconds = asked == null ? USUAL_SECONDS : asked;
    if (seconds > role.maxSessionDurationSeconds()) {
      throw EntityErrors.validation(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    if (chained && seconds > MOST_SECONDS_WHEN_CHAINED) {
      throw EntityErrors.validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining.");
    }
    return seconds;
  }

  /** When a session that begins now ends, in whole seconds. */
  static Instant end(Call call, int seconds) {
    return call.at().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
  }
}
