/**
 * Alarms: what they watch, in which state they are, what became of them and what they do. {@link
 * croft.services.cloudwatch.alarm.AlarmWatch} decides about states, {@link
 * croft.services.cloudwatch.alarm.AlarmActions} does what follows. Owns the tables {@code
 * cloudwatch_alarm*}.
 */
@NullMarked
package croft.services.cloudwatch.alarm;

import org.jspecify.annotations.NullMarked;
