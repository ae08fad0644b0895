package croft.drivers.network;

/** Lets this traffic pass to or from this peer; there are no denying rules. */
public record FirewallRule(Traffic traffic, Peer peer) {}
