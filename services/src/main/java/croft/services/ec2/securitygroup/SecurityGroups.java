package croft.services.ec2.securitygroup;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.vpc.Vpc;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Finds security groups inside a transaction. */
public final class SecurityGroups {
  public static final Table<SecurityGroup> TABLE =
      Table.of("ec2_security_group", SecurityGroup.class, SecurityGroup::scope, SecurityGroup::id)
          .index("vpc_id", SecurityGroup::vpcId);

  /** What AWS raises its five to on request. */
  private static final int MOST_OF_AN_INTERFACE = 16;

  private SecurityGroups() {}

  public static List<SecurityGroup> inVpc(Transaction tx, String scope, String vpcId) {
    return tx.findIn(TABLE, scope, "vpc_id", vpcId);
  }

  /** Gives a new VPC its default group: its members reach each other, and everything. */
  public static SecurityGroup createDefault(Transaction tx, Ids ids, Vpc vpc) {
    String id = ids.resource("sg");
    SecurityGroup.Rule fromItself =
        new SecurityGroup.Rule(
            ids.resource("sgr"),
            false,
            "-1",
            -1,
            -1,
            new SecurityGroup.Peer(SecurityGroup.Peer.Kind.GROUP, id),
            null);
    SecurityGroup created =
        new SecurityGroup(
            vpc.scope(),
            id,
            vpc.id(),
            "default",
            "default VPC security group",
            List.of(fromItself, egressToAll(ids)));
    tx.insert(TABLE, created);
    return created;
  }

  /** The rule every new group has: everything may go out. */
  public static SecurityGroup.Rule egressToAll(Ids ids) {
    return new SecurityGroup.Rule(
        ids.resource("sgr"),
        true,
        "-1",
        -1,
        -1,
        new SecurityGroup.Peer(SecurityGroup.Peer.Kind.IPV4, "0.0.0.0/0"),
        null);
  }

  /**
   * The group of that id.
   *
   * @throws ServiceError {@code InvalidGroup.NotFound}, or {@code InvalidGroupId.Malformed}
   */
  public static SecurityGroup require(Transaction tx, String scope, String id) {
    if (!id.startsWith("sg-")) {
      throw ServiceError.badRequest(
          "InvalidGroupId.Malformed", "Invalid id: \"" + id + "\" (expecting \"sg-...\")");
    }
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidGroup.NotFound", "The security group '" + id + "' does not exist"));
  }

  /**
   * The group of that name in a VPC.
   *
   * @throws ServiceError {@code InvalidGroup.NotFound}
   */
  public static SecurityGroup named(Transaction tx, String scope, String vpcId, String name) {
    return inVpc(tx, scope, vpcId).stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidGroup.NotFound",
                "The security group '" + name + "' does not exist in VPC '" + vpcId + "'"));
  }

  /** The groups an instance wears: those asked for by id and name, or the VPC's default one. */
  public static List<SecurityGroup> resolve(
      Transaction tx, String scope, String vpcId, List<String> ids, List<String> names) {
    List<SecurityGroup> groups = new ArrayList<>();
    for (String id : ids) {
      SecurityGroup group = require(tx, scope, id);
      if (!group.vpcId().equals(vpcId)) {
        throw ServiceError.badRequest(
            "InvalidParameter",
            "Security group " + id + " and subnet belong to different networks.");
      }
      groups.add(group);
    }
    names.forEach(name -> groups.add(named(tx, scope, vpcId, name)));
    return groups.isEmpty() ? List.of(named(tx, scope, vpcId, "default")) : groups;
  }

  /**
   * The ids of the groups an interface wears, as {@link #resolve}.
   *
   * @throws ServiceError also {@code SecurityGroupsPerInterfaceLimitExceeded}
   */
  public static List<String> worn(
      Transaction tx, String scope, String vpcId, List<String> ids, List<String> names) {
    List<String> worn =
        resolve(tx, scope, vpcId, ids, names).stream().map(SecurityGroup::id).distinct().toList();
    if (worn.size() > MOST_OF_AN_INTERFACE) {
      throw ServiceError.badRequest(
          "SecurityGroupsPerInterfaceLimitExceeded",
          "The maximum number of security groups per interface has been reached.");
    }
    return worn;
  }

  /**
   * Checks that a group has room for what its rules name.
   *
   * @throws ServiceError {@code RulesPerSecurityGroupLimitExceeded}
   */
  public static void checkRules(Transaction tx, SecurityGroup group) {
    RuleOperations.checkLimit(tx, group, false);
    RuleOperations.checkLimit(tx, group, true);
  }
}
