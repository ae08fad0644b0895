package croft.services.cloudwatch.alarm;

import croft.services.cloudwatch.alarm.AlarmState.HeldBack;
import croft.store.Transaction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Brings alarms from one state into another: the row, the history, what is to be done. */
final class Transitions {
  private final AlarmParts parts;
  private final AlarmLog log;

  Transitions(AlarmParts parts) {
    this.parts = parts;
    this.log = new AlarmLog(parts.ids());
  }

  /**
   * A state an alarm comes into.
   *
   * @param latest the metric's value; NaN where there is none
   */
  record Arrival(String value, String reason, @Nullable String reasonData, double latest) {}

  /** Brings it there; what has a suppressor, holds its actions back if need be. */
  void apply(Transaction tx, Alarm alarm, Arrival arrival, Instant now) {
    AlarmState old = alarm.state();
    boolean another = !arrival.value().equals(old.value());
    AlarmState state =
        new AlarmState(
            arrival.value(),
            arrival.reason(),
            arrival.reasonData(),
            now,
            another ? now : old.transitionedAt(),
            null);
    Alarm changed = alarm.in(state);
    if (!another) {
      tx.put(Alarm.TABLE, changed.in(state.holding(old.heldBack())));
      return;
    }
    log.transition(tx, changed, old);
    HeldBack heldBack = heldBack(tx, changed, old, now);
    tx.put(Alarm.TABLE, changed.in(state.holding(heldBack)));
    if (heldBack == null) {
      enqueue(tx, changed, old.value(), arrival.latest());
    }
  }

  private static @Nullable HeldBack heldBack(
      Transaction tx, Alarm alarm, AlarmState old, Instant now) {
    if (!(alarm.rule() instanceof AlarmRule.OfAlarms rule)
        || rule.suppressor() == null
        || !alarm.actionsEnabled()) {
      return null;
    }
    if (isInAlarm(tx, alarm, rule.suppressor())) {
      return new HeldBack(
          "Alarm", "Suppressor alarm is in ALARM: " + rule.suppressor(), null, old.value());
    }
    return new HeldBack(
        "WaitPeriod",
        "Actions suppressed by WaitPeriod",
        now.plusSeconds(rule.waitSeconds() == null ? 0 : rule.waitSeconds()),
        old.value());
  }

  static boolean isInAlarm(Transaction tx, Alarm alarm, String nameOrArn) {
    String name = AlarmLookup.name(nameOrArn);
    return tx.get(Alarm.TABLE, alarm.scope(), name)
        .filter(other -> other.state().value().equals(AlarmState.ALARM))
        .isPresent();
  }

  /** Goes on with actions that are held back, as far as time and suppressor let it. */
  void release(Transaction tx, Alarm alarm, AlarmRule.OfAlarms rule, Instant now) {
    HeldBack heldBack = alarm.state().heldBack();
    if (heldBack == null || rule.suppressor() == null) {
      return;
    }
    HeldBack next = heldBack;
    if (isInAlarm(tx, alarm, rule.suppressor())) {
      next =
          new HeldBack(
              "Alarm",
              "Suppressor alarm is in ALARM: " + rule.suppressor(),
              null,
              heldBack.oldValue());
    } else if (heldBack.until() == null) {
      next =
          new HeldBack(
              "ExtensionPeriod",
              "Actions suppressed by ExtensionPeriod",
              now.plusSeconds(rule.extensionSeconds() == null ? 0 : rule.extensionSeconds()),
              heldBack.oldValue());
    }
    if (next.until() != null && !now.isBefore(next.until())) {
      Alarm free = alarm.in(alarm.state().holding(null));
      tx.put(Alarm.TABLE, free);
      enqueue(tx, free, heldBack.oldValue(), Double.NaN);
    } else if (!next.by().equals(heldBack.by())) {
      tx.put(Alarm.TABLE, alarm.in(alarm.state().holding(next)));
    }
  }

  private void enqueue(Transaction tx, Alarm alarm, String oldValue, double latest) {
    if (alarm.actionsEnabled()) {
      for (String arn : alarm.actions(alarm.state().value())) {
        enqueue(tx, alarm, arn, oldValue, latest);
      }
    }
  }

  /** Has one action of an alarm done. */
  void enqueue(Transaction tx, Alarm alarm, String arn, String oldValue, double latest) {
    Instant at = parts.time().instant();
    tx.put(
        PendingAction.TABLE,
        new PendingAction(
            alarm.scope(),
            AlarmEvent.time(at) + "-" + parts.ids().uuid(),
            alarm.name(),
            arn,
            AlarmDocuments.subject(alarm),
            AlarmDocuments.message(alarm, oldValue).toString(),
            latest,
            at));
    parts.wakeActions().accept(tx);
  }
}
