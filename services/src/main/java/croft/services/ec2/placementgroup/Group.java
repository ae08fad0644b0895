package croft.services.ec2.placementgroup;

/**
 * A placement group.
 *
 * @param strategy in AWS's words: cluster, spread or partition
 * @param partitions how many it has, or 0 for another strategy
 */
public record Group(String scope, String id, String name, String strategy, int partitions) {}
