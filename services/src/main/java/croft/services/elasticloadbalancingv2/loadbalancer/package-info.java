/** Load balancers: where they stand, their attributes, and what they must know of the network. */
@NullMarked
package croft.services.elasticloadbalancingv2.loadbalancer;

import org.jspecify.annotations.NullMarked;
