/**
 * The contract of a private network for instances: networks with subnets and an internet gateway,
 * interfaces in namespaces of their own, firewall groups, public addresses, listeners inside a
 * network, counters. Ids are opaque; nothing here knows a service. Every call states what should be
 * and may be repeated.
 *
 * <p>The types are plain values; {@link croft.drivers.network.FirewallEvaluator} says by pure
 * computation what a firewall lets pass, and the kernel must agree with it.
 */
@NullMarked
package croft.drivers.network;

import org.jspecify.annotations.NullMarked;
