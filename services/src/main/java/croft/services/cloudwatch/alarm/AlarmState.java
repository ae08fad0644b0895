package croft.services.cloudwatch.alarm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * In which state an alarm is.
 *
 * @param value {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param reasonData JSON; null when there is none
 * @param transitionedAt when the value last became another one
 * @param heldBack whose holding back of actions there is, and until when; null for none
 */
record AlarmState(
    String value,
    String reason,
    @Nullable String reasonData,
    Instant updatedAt,
    Instant transitionedAt,
    @Nullable HeldBack heldBack) {
  static final String OK = "OK";
  static final String ALARM = "ALARM";
  static final String INSUFFICIENT_DATA = "INSUFFICIENT_DATA";

  /**
   * Actions that a composite alarm's suppressor holds back.
   *
   * @param by {@code WaitPeriod}, {@code Alarm} or {@code ExtensionPeriod}
   * @param until when a period ends; null for {@code Alarm}
   * @param oldValue the state before the transition whose actions wait
   */
  record HeldBack(String by, String reason, @Nullable Instant until, String oldValue) {}

  /** Of a new alarm. */
  static AlarmState unchecked(Instant now) {
    return new AlarmState(
        INSUFFICIENT_DATA, "Unchecked: Initial alarm creation", null, now, now, null);
  }

  AlarmState holding(@Nullable HeldBack other) {
    return new AlarmState(value, reason, reasonData, updatedAt, transitionedAt, other);
  }
}
