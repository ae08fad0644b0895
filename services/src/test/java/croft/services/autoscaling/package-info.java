/** Tests of Auto Scaling. */
@NullMarked
package croft.services.autoscaling;

import org.jspecify.annotations.NullMarked;
