/** Tests of Auto Scaling. */
@NullMarked
package croft.services.autoscaling.instance;

import org.jspecify.annotations.NullMarked;
