package croft.services.route53.hostedzone;

import croft.store.Table;

/** The word of a private zone's owner that an account may associate a VPC of its own with it. */
public record VpcGrant(String zoneId, VpcReference vpc) {
  public static final Table<VpcGrant> TABLE =
      Table.of("route53_vpc_grant", VpcGrant.class, VpcGrant::zoneId, VpcGrant::key);

  String key() {
    return key(vpc);
  }

  static String key(VpcReference vpc) {
    return vpc.region() + " " + vpc.id();
  }
}
