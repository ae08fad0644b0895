/** Warm pools: instances made ready before they are wanted. */
@NullMarked
package croft.services.autoscaling.warmpool;

import org.jspecify.annotations.NullMarked;
