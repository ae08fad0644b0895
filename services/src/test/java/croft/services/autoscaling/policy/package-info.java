/** Tests of Auto Scaling. */
@NullMarked
package croft.services.autoscaling.policy;

import org.jspecify.annotations.NullMarked;
