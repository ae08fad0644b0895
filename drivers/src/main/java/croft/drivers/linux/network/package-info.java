/**
 * Networks of the Linux kernel: a network namespace per network and per interface, routed veth
 * pairs between them, nftables for what may pass. Driven by system calls ({@link
 * croft.drivers.linux.network.Netlink}, {@link croft.drivers.linux.network.Nftables}), never by
 * starting programs.
 *
 * <p>What the kernel should look like is computed purely ({@link
 * croft.drivers.linux.network.Ruleset}) and brought about by the driver. This package owns the
 * devices and nftables tables that carry its installation's tag, and the namespace files under its
 * directory; it touches nobody else's.
 */
@NullMarked
package croft.drivers.linux.network;

import org.jspecify.annotations.NullMarked;
