/** Tests of Auto Scaling. */
@NullMarked
package croft.services.autoscaling.scheduledaction;

import org.jspecify.annotations.NullMarked;
