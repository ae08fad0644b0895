/** Tests of Auto Scaling. */
@NullMarked
package croft.services.autoscaling.warmpool;

import org.jspecify.annotations.NullMarked;
