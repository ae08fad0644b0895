/** Whom groups tell of what happens: topics, and the targets of lifecycle hooks. */
@NullMarked
package croft.services.autoscaling.notification;

import org.jspecify.annotations.NullMarked;
