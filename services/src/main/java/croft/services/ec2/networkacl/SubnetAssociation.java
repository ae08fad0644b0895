package croft.services.ec2.networkacl;

/**
 * Which ACL guards a subnet; a subnet without a row has its VPC's default one.
 *
 * @param id the association, such as {@code aclassoc-0123456789abcdef0}
 */
public record SubnetAssociation(String scope, String subnetId, String id, String aclId) {}
