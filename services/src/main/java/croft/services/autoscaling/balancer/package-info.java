/** What groups register their instances with: target groups and classic load balancers. */
@NullMarked
package croft.services.autoscaling.balancer;

import org.jspecify.annotations.NullMarked;
