/**
 * Classic load balancers, API 2012-06-01: the other door of the house that application and network
 * balancers are in, over the same driver and the same places in networks.
 */
@NullMarked
package croft.services.elasticloadbalancing;

import org.jspecify.annotations.NullMarked;
