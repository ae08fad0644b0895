/** Instance refreshes: a group's instances replaced by new ones, some at a time. */
@NullMarked
package croft.services.autoscaling.refresh;

import org.jspecify.annotations.NullMarked;
