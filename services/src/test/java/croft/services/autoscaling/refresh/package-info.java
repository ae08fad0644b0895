/** Tests of Auto Scaling. */
@NullMarked
package croft.services.autoscaling.refresh;

import org.jspecify.annotations.NullMarked;
