package croft.services.ec2.securitygroup;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Address;
import croft.services.ec2.networkinterface.NetworkInterfaces;
import croft.services.ec2.peering.Peering;
import croft.services.ec2.peering.Peerings;
import croft.store.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Groups of peered VPCs, as far as rules may name them: those of the same region, whichever account
 * they are of.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html">Security
 * groups of peered VPCs</a>.
 */
final class PeeredGroups {
  private PeeredGroups() {}

  /** A group, and the connection over which it is reached. */
  record Peered(SecurityGroup group, String peeringId) {}

  /**
   * The group of that id that a rule of this group may name: of its own VPC, or of a peered one.
   *
   * @throws ServiceError {@code InvalidGroup.NotFound}
   */
  static SecurityGroup require(Transaction tx, SecurityGroup group, String id) {
    Optional<SecurityGroup> own =
        tx.get(SecurityGroups.TABLE, group.scope(), id)
            .filter(found -> found.vpcId().equals(group.vpcId()));
    return own.or(() -> find(tx, group.scope(), group.vpcId(), id).map(Peered::group))
        .orElseGet(() -> {
          SecurityGroups.require(tx, group.scope(), id);
          throw ServiceError.badRequest(
              "InvalidGroup.NotFound",
              "You have specified two resources that belong to different networks.");
        });
  }

  /** The group of that id in a VPC that an active peering leads to. */
  static Optional<Peered> find(Transaction tx, String scope, String vpcId, String groupId) {
    String region = region(scope);
    for (Peering peering : Peerings.activeOf(tx, scope, vpcId)) {
      Peering.Side other = peering.other(vpcId);
      Optional<SecurityGroup> found =
          tx.get(SecurityGroups.TABLE, other.scope(), groupId)
              .filter(group -> group.vpcId().equals(other.vpcId()))
              .filter(group -> region(group.scope()).equals(region));
      if (found.isPresent()) {
        return Optional.of(new Peered(found.get(), peering.id()));
      }
    }
    return Optional.empty();
  }

  private static String region(String scope) {
    return scope.substring(scope.indexOf('/') + 1);
  }

  /** The addresses in a group of a VPC that an active peering leads to; none without one. */
  static Set<Ipv4Address> members(Transaction tx, String scope, String vpcId, String groupId) {
    Set<Ipv4Address> members = new HashSet<>();
    find(tx, scope, vpcId, groupId)
        .map(Peered::group)
        .ifPresent(group ->
            NetworkInterfaces.inVpc(tx, group.scope(), group.vpcId()).stream()
                .filter(nic -> nic.groupIds().contains(groupId))
                .flatMap(nic -> nic.addresses().stream())
                .map(Ipv4Address::parse)
                .forEach(members::add));
    return members;
  }

  /** A VPC with rules that name a group, over which connection. */
  record Reference(String groupId, String vpcId, String peeringId) {}

  /** The peered VPCs in which rules name a group. */
  static List<Reference> references(Transaction tx, SecurityGroup group) {
    return Peerings.activeOf(tx, group.scope(), group.vpcId()).stream()
        .filter(peering -> {
          Peering.Side other = peering.other(group.vpcId());
          return SecurityGroups.inVpc(tx, other.scope(), other.vpcId()).stream()
              .anyMatch(g -> RuleOperations.references(g, group.id()));
        })
        .map(peering ->
            new Reference(group.id(), peering.other(group.vpcId()).vpcId(), peering.id()))
        .toList();
  }

  /** Whether a rule names a group that is no longer there, or no longer peered. */
  static boolean isStale(Transaction tx, SecurityGroup group, SecurityGroup.Rule rule) {
    if (rule.peer().kind() != SecurityGroup.Peer.Kind.GROUP) {
      return false;
    }
    String id = rule.peer().value();
    boolean own =
        tx.get(SecurityGroups.TABLE, group.scope(), id)
            .filter(found -> found.vpcId().equals(group.vpcId()))
            .isPresent();
    return !own && find(tx, group.scope(), group.vpcId(), id).isEmpty();
  }
}
