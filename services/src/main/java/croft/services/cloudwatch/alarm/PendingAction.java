package croft.services.cloudwatch.alarm;

import croft.store.Table;
import java.time.Instant;

/**
 * Something an alarm is to do, until it was tried.
 *
 * @param id in the order of time
 * @param arn which action
 * @param subject of the message
 * @param message the alarm and its transition, as JSON
 * @param value the metric's at the transition; NaN where there is none
 */
record PendingAction(
    String scope,
    String id,
    String alarmName,
    String arn,
    String subject,
    String message,
    double value,
    Instant at) {

  static final Table<PendingAction> TABLE =
      Table.of(
          "cloudwatch_alarm_action", PendingAction.class, PendingAction::scope, PendingAction::id);
}
