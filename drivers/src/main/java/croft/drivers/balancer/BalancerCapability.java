package croft.drivers.balancer;

/**
 * Something balancers need.
 *
 * @param cost what does not work without it
 * @param remedy the line that mends it; empty when it is there
 */
public record BalancerCapability(String name, boolean present, String cost, String remedy) {}
