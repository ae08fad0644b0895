package croft.services.ec2.securitygroup;

import croft.drivers.network.Ipv4Address;
import croft.store.Transaction;
import java.util.Set;

/** Groups of peered VPCs, as far as rules here may name them. */
final class PeeredGroups {
  private PeeredGroups() {}

  /** The addresses in a group of a VPC that an active peering leads to; none without one. */
  static Set<Ipv4Address> members(Transaction tx, String scope, String vpcId, String groupId) {
    return Set.of();
  }
}
