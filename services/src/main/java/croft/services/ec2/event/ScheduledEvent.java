package croft.services.ec2.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * An event of an instance.
 *
 * @param notBefore when it is carried out
 * @param notAfter when it is over
 * @param deadline the latest start that can be chosen for it
 */
public record ScheduledEvent(
    String scope,
    String id,
    String instanceId,
    Kind kind,
    String description,
    Instant notBefore,
    Instant notAfter,
    Instant deadline,
    State state) {

  /** What is done, by EC2's codes. */
  public enum Kind {
    INSTANCE_REBOOT("instance-reboot"),
    SYSTEM_REBOOT("system-reboot"),
    SYSTEM_MAINTENANCE("system-maintenance"),
    INSTANCE_RETIREMENT("instance-retirement"),
    INSTANCE_STOP("instance-stop");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }

    static Optional<Kind> of(String code) {
      return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }
  }

  /** Whether it is still to come. */
  public enum State {
    ACTIVE("active"),
    COMPLETED("completed"),
    CANCELED("canceled");

    private final String text;

    State(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  ScheduledEvent enter(State next) {
    return new ScheduledEvent(
        scope, id, instanceId, kind, description, notBefore, notAfter, deadline, next);
  }

  ScheduledEvent startingAt(Instant start) {
    // It lasts as long as before.
    Instant end = start.plus(Duration.between(notBefore, notAfter));
    return new ScheduledEvent(
        scope, id, instanceId, kind, description, start, end, deadline, state);
  }

  /** EC2 marks what is over in the description. */
  public String shownDescription() {
    return switch (state) {
      case ACTIVE -> description;
      case COMPLETED -> "[Completed] " + description;
      case CANCELED -> "[Canceled] " + description;
    };
  }
}
