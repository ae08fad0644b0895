/** Scaling policies: simple, in steps, and tracking a target by alarms of their own. */
@NullMarked
package croft.services.autoscaling.policy;

import org.jspecify.annotations.NullMarked;
