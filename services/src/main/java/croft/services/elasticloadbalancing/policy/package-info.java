/**
 * The policies that listeners and back ends of classic load balancers are given, and their types.
 */
@NullMarked
package croft.services.elasticloadbalancing.policy;

import org.jspecify.annotations.NullMarked;
