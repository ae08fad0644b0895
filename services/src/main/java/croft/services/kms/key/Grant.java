package croft.services.kms.key;

import croft.store.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A permission for one key, handed to one principal.
 *
 * @param keyScope of the key: {@code account/region}
 * @param name empty if none was given
 * @param retiringPrincipal who may retire it; empty if nobody was named
 * @param operations such as {@code Decrypt}
 * @param contextEquals the encryption context must be this one; empty for any
 * @param contextSubset the encryption context must hold this; empty for any
 */
public record Grant(
    String keyScope,
    String keyId,
    String id,
    String name,
    Instant createdAt,
    String granteePrincipal,
    String retiringPrincipal,
    String issuingAccount,
    List<String> operations,
    Map<String, String> contextEquals,
    Map<String, String> contextSubset) {
  public static final String BY_KEY = "by_key";
  public static final String BY_RETIRING = "by_retiring";

  public static final Table<Grant> TABLE =
      Table.of("kms_grant", Grant.class, Grant::keyScope, Grant::id)
          .index(BY_KEY, Grant::keyId)
          .index(
              BY_RETIRING,
              grant -> grant.retiringPrincipal().isEmpty() ? null : grant.retiringPrincipal());

  /** Whether it allows an operation with that encryption context. */
  boolean allows(String operation, Map<String, String> context) {
    return operations.contains(operation)
        && (contextEquals.isEmpty() || contextEquals.equals(context))
        && context.entrySet().containsAll(contextSubset.entrySet());
  }
}
