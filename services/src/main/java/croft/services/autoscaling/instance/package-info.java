/** Instances in their groups: where each stands between its launch and its end. */
@NullMarked
package croft.services.autoscaling.instance;

import org.jspecify.annotations.NullMarked;
