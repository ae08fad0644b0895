/** Lifecycle hooks: what holds instances on their way in and out, and who is told. */
@NullMarked
package croft.services.autoscaling.lifecyclehook;

import org.jspecify.annotations.NullMarked;
