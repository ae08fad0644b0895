package croft.services.ec2.vpc;

/**
 * An IPv4 block of a VPC.
 *
 * @param id such as {@code vpc-cidr-assoc-0123456789abcdef0}
 */
public record CidrAssociation(String id, String cidrBlock) {}
