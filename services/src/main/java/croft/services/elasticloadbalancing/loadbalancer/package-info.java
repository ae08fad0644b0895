/** Classic load balancers themselves: their rows, their places in networks and their settings. */
@NullMarked
package croft.services.elasticloadbalancing.loadbalancer;

import org.jspecify.annotations.NullMarked;
