/** Scheduled actions: sizes at times, once or by a cron expression. */
@NullMarked
package croft.services.autoscaling.scheduledaction;

import org.jspecify.annotations.NullMarked;
