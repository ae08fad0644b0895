package croft.services.ec2.networkacl;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.drivers.network.AclRule;
import croft.drivers.network.AclSpec;
import croft.drivers.network.Ipv4Cidr;
import croft.drivers.network.Traffic;
import croft.services.ec2.vpc.Subnet;
import croft.services.ec2.vpc.Vpc;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;

/** Makes and finds network ACLs inside a transaction. */
public final class NetworkAcls {
  public static final Table<NetworkAcl> TABLE =
      Table.of("ec2_network_acl", NetworkAcl.class, NetworkAcl::scope, NetworkAcl::id)
          .index("vpc_id", NetworkAcl::vpcId);
  public static final Table<SubnetAssociation> ASSOCIATIONS =
      Table.of(
              "ec2_network_acl_association",
              SubnetAssociation.class,
              SubnetAssociation::scope,
              SubnetAssociation::subnetId)
          .index("acl_id", SubnetAssociation::aclId);

  /** The number of the one entry a default ACL has each way. */
  private static final int DEFAULT_ENTRY = 100;

  private NetworkAcls() {}

  /** Gives a new VPC its default ACL, which lets everything pass. */
  public static NetworkAcl createDefault(Transaction tx, Ids ids, Vpc vpc) {
    NetworkAcl created =
        new NetworkAcl(
            vpc.scope(),
            ids.resource("acl"),
            vpc.id(),
            true,
            List.of(everything(false), everything(true)));
    tx.insert(TABLE, created);
    return created;
  }

  private static NetworkAcl.Entry everything(boolean egress) {
    return new NetworkAcl.Entry(DEFAULT_ENTRY, egress, true, -1, -1, -1, "0.0.0.0/0");
  }

  public static List<NetworkAcl> inVpc(Transaction tx, String scope, String vpcId) {
    return tx.findIn(TABLE, scope, "vpc_id", vpcId);
  }

  /** The default ACL of a VPC; empty only for a VPC that never got one. */
  public static Optional<NetworkAcl> defaultOf(Transaction tx, String scope, String vpcId) {
    return inVpc(tx, scope, vpcId).stream().filter(NetworkAcl::isDefault).findFirst();
  }

  /**
   * The ACL of that id.
   *
   * @throws ServiceError {@code InvalidNetworkAclID.NotFound}
   */
  public static NetworkAcl require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidNetworkAclID.NotFound", "The networkAcl ID '" + id + "' does not exist"));
  }

  /** The id of the ACL that guards a subnet: one of those in {@link #specs}. */
  public static String aclOf(Transaction tx, Subnet subnet) {
    return association(tx, subnet).aclId();
  }

  /** The association of a subnet: the one it was given, or the one with the default ACL. */
  static SubnetAssociation association(Transaction tx, Subnet subnet) {
    return tx.get(ASSOCIATIONS, subnet.scope(), subnet.id())
        .orElseGet(() ->
            new SubnetAssociation(
                subnet.scope(),
                subnet.id(),
                subnet.id().replace("subnet-", "aclassoc-"),
                defaultOf(tx, subnet.scope(), subnet.vpcId()).map(NetworkAcl::id).orElseThrow()));
  }

  /** Every ACL of a VPC as the network driver takes them. */
  public static List<AclSpec> specs(Transaction tx, String scope, String vpcId) {
    return inVpc(tx, scope, vpcId).stream()
        .map(acl -> new AclSpec(acl.id(), rules(acl, false), rules(acl, true)))
        .toList();
  }

  /** IPv6 entries decide nothing here, for no interface has an IPv6 address. */
  private static List<AclRule> rules(NetworkAcl acl, boolean egress) {
    return acl.entries().stream()
        .filter(entry -> entry.egress() == egress && !entry.isIpv6())
        .map(entry ->
            new AclRule(
                entry.allow(),
                Traffic.of(entry.protocol(), entry.from(), entry.to()),
                Ipv4Cidr.parse(entry.block())))
        .toList();
  }

  /** Forgets the association of a subnet that is deleted. */
  public static void forgetSubnet(Transaction tx, Subnet subnet) {
    tx.delete(ASSOCIATIONS, subnet.scope(), subnet.id());
  }

  /** Deletes the default ACL with its VPC. */
  public static void deleteDefault(Transaction tx, Vpc vpc) {
    defaultOf(tx, vpc.scope(), vpc.id()).ifPresent(acl -> tx.delete(TABLE, vpc.scope(), acl.id()));
  }
}
