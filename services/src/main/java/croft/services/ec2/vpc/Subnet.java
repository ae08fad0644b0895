package croft.services.ec2.vpc;

/** A range of a VPC's addresses in one availability zone. */
public record Subnet(
    String scope,
    String id,
    String vpcId,
    String zone,
    String cidrBlock,
    boolean defaultForZone,
    boolean mapPublicAddressOnLaunch) {

  public Subnet mappingPublicAddress(boolean onLaunch) {
    return new Subnet(scope, id, vpcId, zone, cidrBlock, defaultForZone, onLaunch);
  }
}
