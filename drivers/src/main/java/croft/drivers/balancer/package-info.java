/**
 * The contract of what balances requests over machines. A driver makes balancers be as described
 * and tells how their servers are; it knows neither AWS nor the store.
 */
@NullMarked
package croft.drivers.balancer;

import org.jspecify.annotations.NullMarked;
