package croft.services.iam.serviceuse;

import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The last time a principal called a service, whatever came of it.
 *
 * @param principalId {@code AIDA…} or {@code AROA…}, the account's number for its root
 * @param principalArn the user's or role's, as it was then
 * @param service its namespace in policies, such as {@code ec2}
 */
public record ServiceUse(
    String account,
    String principalId,
    String principalArn,
    String service,
    Instant at,
    String region) {
  private static final String BY_PRINCIPAL = "principal";

  public static final Table<ServiceUse> TABLE =
      Table.of("iam_service_use", ServiceUse.class, ServiceUse::account, ServiceUse::rowId)
          .index(BY_PRINCIPAL, ServiceUse::principalId);

  String rowId() {
    return principalId + "|" + service;
  }

  /** What a principal used, in the order of services. */
  public static List<ServiceUse> ofPrincipal(Transaction tx, String account, String principalId) {
    return tx.findIn(TABLE, account, BY_PRINCIPAL, principalId).stream()
        .sorted(Comparator.comparing(ServiceUse::service))
        .toList();
  }

  /** The newest use of all services. */
  public static Optional<ServiceUse> newest(Transaction tx, String account, String principalId) {
    return ofPrincipal(tx, account, principalId).stream().max(Comparator.comparing(ServiceUse::at));
  }
}
