package croft.services.cloudwatch.alarm;

import croft.store.Table;
import java.time.Instant;
import java.util.Locale;

/**
 * An item of an alarm's history, kept for thirty days, also when the alarm is gone.
 *
 * @param id in the order of time
 * @param itemType {@code ConfigurationUpdate}, {@code StateUpdate} or {@code Action}
 * @param data JSON
 */
record AlarmEvent(
    String scope,
    String id,
    String alarmName,
    String alarmType,
    Instant at,
    String itemType,
    String summary,
    String data) {

  static final Table<AlarmEvent> TABLE =
      Table.of("cloudwatch_alarm_event", AlarmEvent.class, AlarmEvent::scope, AlarmEvent::id)
          .index("alarm", AlarmEvent::alarmName)
          .index("time", event -> time(event.at));

  static final String CONFIGURATION = "ConfigurationUpdate";
  static final String STATE = "StateUpdate";
  static final String ACTION = "Action";

  /** A time as index and id have it. */
  static String time(Instant at) {
    return String.format(Locale.ROOT, "%015d", at.toEpochMilli());
  }
}
