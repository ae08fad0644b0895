/** Target groups and targets, and how those are. */
@NullMarked
package croft.services.elasticloadbalancingv2.targetgroup;

import org.jspecify.annotations.NullMarked;
