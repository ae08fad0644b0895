package croft.services.ec2.vpc;

import croft.services.ec2.address.Addresses;
import croft.store.Transaction;

/** The public addresses that lead to private ones of a VPC. */
public final class MappedAddresses {
  private MappedAddresses() {}

  public static boolean any(Transaction tx, String scope, String vpcId) {
    return !Addresses.byPublic(tx, scope, vpcId).isEmpty();
  }
}
