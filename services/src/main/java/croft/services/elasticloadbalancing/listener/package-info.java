/** The ports of classic load balancers. */
@NullMarked
package croft.services.elasticloadbalancing.listener;

import org.jspecify.annotations.NullMarked;
