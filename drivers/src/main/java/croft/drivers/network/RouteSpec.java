package croft.drivers.network;

/** Packets to this block go there, unless a route of the table to a narrower block has them. */
public record RouteSpec(Ipv4Cidr destination, RouteTarget target) {}
