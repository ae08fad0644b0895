/**
 * Elastic Load Balancing of application and network balancers: the rooms of its nouns, and its
 * front door. It calls no other service; what it must know of networks and machines it is told by
 * {@link croft.services.elasticloadbalancingv2.loadbalancer.Surroundings}.
 */
@NullMarked
package croft.services.elasticloadbalancingv2;

import org.jspecify.annotations.NullMarked;
