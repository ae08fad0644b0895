package croft.drivers.network;

/**
 * Lets these packets cross the border, or drops them.
 *
 * @param cidr where an entering packet comes from, or a leaving one goes to
 */
public record AclRule(boolean allow, Traffic traffic, Ipv4Cidr cidr) {}
