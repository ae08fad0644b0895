/** Scaling activities: what was done to a group, and why. */
@NullMarked
package croft.services.autoscaling.activity;

import org.jspecify.annotations.NullMarked;
