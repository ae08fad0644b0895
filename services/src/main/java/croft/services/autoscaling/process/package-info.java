/** Processes of groups, suspended and resumed. */
@NullMarked
package croft.services.autoscaling.process;

import org.jspecify.annotations.NullMarked;
