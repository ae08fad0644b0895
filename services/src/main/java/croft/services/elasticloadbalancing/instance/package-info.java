/** The instances behind classic load balancers, and how they are found. */
@NullMarked
package croft.services.elasticloadbalancing.instance;

import org.jspecify.annotations.NullMarked;
