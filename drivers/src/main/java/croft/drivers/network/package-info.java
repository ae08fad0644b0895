/**
 * The contract of a private network for instances: networks with subnets, route tables, ACLs,
 * gateways and peerings, interfaces in their machines' namespaces, firewall groups, public
 * addresses, listeners inside a network, counters. Ids are opaque; nothing here knows a service.
 * Every call states what should be and may be repeated.
 *
 * <p>The types are plain values; {@link croft.drivers.network.PathEvaluator} says by pure
 * computation what would pass, and the kernel must agree with it.
 */
@NullMarked
package croft.drivers.network;

import org.jspecify.annotations.NullMarked;
