/**
 * Makes real what the rows say: one description for the driver per load balancer, and what it finds
 * of the targets.
 */
@NullMarked
package croft.services.elasticloadbalancingv2.balancing;

import org.jspecify.annotations.NullMarked;
