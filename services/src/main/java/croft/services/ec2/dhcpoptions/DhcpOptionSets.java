package croft.services.ec2.dhcpoptions;

import croft.base.Ids;
import croft.base.ServiceError;
import croft.services.ec2.instance.InstanceShapes;
import croft.store.Table;
import croft.store.Transaction;
import java.util.List;
import java.util.Optional;

/** Finds options sets inside a transaction, and makes a region's default one. */
public final class DhcpOptionSets {
  public static final Table<DhcpOptions> TABLE =
      Table.of("ec2_dhcp_options", DhcpOptions.class, DhcpOptions::scope, DhcpOptions::id);

  public static final String DOMAIN_NAME = "domain-name";
  public static final String DOMAIN_NAME_SERVERS = "domain-name-servers";

  /** In place of a server's address: the VPC's own resolver. */
  public static final String AMAZON_PROVIDED_DNS = "AmazonProvidedDNS";

  private DhcpOptionSets() {}

  /** Makes the set that a region's VPCs have from their creation on. */
  public static DhcpOptions createDefault(Transaction tx, Ids ids, String scope) {
    DhcpOptions created = new DhcpOptions(scope, ids.resource("dopt"), usual(scope));
    tx.insert(TABLE, created);
    return created;
  }

  /** What the default set says. */
  static List<DhcpOptions.Option> usual(String scope) {
    String region = scope.substring(scope.indexOf('/') + 1);
    return List.of(
        new DhcpOptions.Option(DOMAIN_NAME, List.of(InstanceShapes.domain(region))),
        new DhcpOptions.Option(DOMAIN_NAME_SERVERS, List.of(AMAZON_PROVIDED_DNS)));
  }

  /** The region's set that says what the default one does, if there still is one. */
  public static Optional<DhcpOptions> findDefault(Transaction tx, String scope) {
    return tx.list(TABLE, scope).stream()
        .filter(set -> set.options().equals(usual(scope)))
        .findFirst();
  }

  /**
   * The set of that id.
   *
   * @throws ServiceError {@code InvalidDhcpOptionID.NotFound}
   */
  public static DhcpOptions require(Transaction tx, String scope, String id) {
    return tx.get(TABLE, scope, id)
        .orElseThrow(() ->
            ServiceError.badRequest(
                "InvalidDhcpOptionID.NotFound", "The dhcpOption ID '" + id + "' does not exist"));
  }
}
