/** Makes real what the rows of classic load balancers say. */
@NullMarked
package croft.services.elasticloadbalancing.balancing;

import org.jspecify.annotations.NullMarked;
