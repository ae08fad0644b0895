/** Tests of Auto Scaling. */
@NullMarked
package croft.services.autoscaling.reconcile;

import org.jspecify.annotations.NullMarked;
