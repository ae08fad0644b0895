/** Tests of Auto Scaling. */
@NullMarked
package croft.services.autoscaling.group;

import org.jspecify.annotations.NullMarked;
