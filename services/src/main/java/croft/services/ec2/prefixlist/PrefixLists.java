package croft.services.ec2.prefixlist;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.services.ec2.routetable.RouteTables;
import croft.services.ec2.securitygroup.SecurityGroup;
import croft.services.ec2.securitygroup.SecurityGroups;
import croft.store.Table;
import croft.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds prefix lists inside a transaction. */
public final class PrefixLists {
  public static final Table<PrefixList> TABLE =
      Table.of("ec2_prefix_list", PrefixList.class, PrefixList::scope, PrefixList::id);

  private PrefixLists() {}

  /**
   * How many entries a list may grow to: what a rule or route that names it counts as. A list of
   * AWS's own has the weight of its blocks.
   *
   * @throws ServiceError {@code InvalidPrefixListID.NotFound}
   */
  public static int weight(Transaction tx, String scope, String id) {
    return service(scope, id)
        .map(list -> list.blocks().size())
        .orElseGet(() -> require(tx, scope, id).maxEntries());
  }

  /**
   * The customer-managed list of that id.
   *
   * @throws ServiceError {@code InvalidPrefixListID.NotFound}
   */
  public static PrefixList require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidPrefixListID.NotFound", "The prefix list ID '" + id + "' does not exist"));
  }

  /** The IPv4 blocks of a list, AWS's own among them; none when it is not there. */
  public static Set<Ipv4Cidr> blocks(Transaction tx, String scope, String id) {
    Optional<ServicePrefixList> service = service(scope, id);
    if (service.isPresent()) {
      return service.get().blocks().stream().map(Ipv4Cidr::parse).collect(Collectors.toSet());
    }
    return tx.get(TABLE, scope, id).stream()
        .filter(list -> list.addressFamily().equals("IPv4"))
        .flatMap(list -> list.entries().stream())
        .map(entry -> Ipv4Cidr.parse(entry.cidr()))
        .collect(Collectors.toSet());
  }

  /** The groups with rules that name a list. */
  static List<SecurityGroup> groupsNaming(Transaction tx, String scope, String id) {
    SecurityGroup.Peer peer = new SecurityGroup.Peer(SecurityGroup.Peer.Kind.PREFIX_LIST, id);
    return tx.list(SecurityGroups.TABLE, scope).stream()
        .filter(group -> group.rules().stream().anyMatch(rule -> rule.peer().equals(peer)))
        .toList();
  }

  /** The ids of what refers to a list: groups and route tables. */
  static List<String> users(Transaction tx, String scope, String id) {
    List<String> users = new ArrayList<>();
    groupsNaming(tx, scope, id).forEach(group -> users.add(group.id()));
    tx.list(RouteTables.TABLE, scope).stream()
        .filter(table -> table.route(id).isPresent())
        .forEach(table -> users.add(table.id()));
    return users;
  }

  private static Optional<ServicePrefixList> service(String scope, String id) {
    return ServicePrefixList.find(scope.substring(scope.indexOf('/') + 1), id);
  }
}
