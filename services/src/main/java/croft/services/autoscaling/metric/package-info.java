/** Metrics of groups, collected by the minute where that is asked for. */
@NullMarked
package croft.services.autoscaling.metric;

import org.jspecify.annotations.NullMarked;
