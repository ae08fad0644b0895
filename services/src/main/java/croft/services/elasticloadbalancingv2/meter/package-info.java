/** What passes load balancers, as metrics: counted by their processes, read once a minute. */
@NullMarked
package croft.services.elasticloadbalancingv2.meter;

import org.jspecify.annotations.NullMarked;
