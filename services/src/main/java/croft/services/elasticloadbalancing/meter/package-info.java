/** What passes classic load balancers, as metrics. */
@NullMarked
package croft.services.elasticloadbalancing.meter;

import org.jspecify.annotations.NullMarked;
