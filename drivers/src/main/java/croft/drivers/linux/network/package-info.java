/**
 * Networks of the Linux kernel: a network namespace per network and per machine, routed veth pairs
 * between them, nftables for what may pass and where it goes. Driven by system calls ({@link
 * croft.drivers.linux.network.Netlink}, {@link croft.drivers.linux.network.Nftables}), never by
 * starting programs.
 *
 * <p>What the kernel should look like is computed purely ({@link
 * croft.drivers.linux.network.Ruleset}; GuardRules, RouteRules, AclRules, GroupRules and
 * AddressRules make one table each) and brought about by {@link
 * croft.drivers.linux.network.Enforcement}. This package owns the devices and nftables tables that
 * carry its installation's tag, and the namespace files under its directory; it touches nobody
 * else's.
 */
@NullMarked
package croft.drivers.linux.network;

import org.jspecify.annotations.NullMarked;
