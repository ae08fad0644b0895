package croft.services.ec2.prefixlist;

import croft.base.ServiceError;
import croft.drivers.network.Ipv4Cidr;
import croft.store.Table;
import croft.store.Transaction;
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

  private static Optional<ServicePrefixList> service(String scope, String id) {
    return ServicePrefixList.find(scope.substring(scope.indexOf('/') + 1), id);
  }
}
