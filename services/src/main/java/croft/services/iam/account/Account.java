package croft.services.iam.account;

import croft.store.Table;
import java.time.Instant;
import java.util.List;

/**
 * An account.
 *
 * @param id twelve digits
 * @param name what its owner calls it, unlike any other's
 * @param rootAccessKeyId of its root; empty for the configured account, whose key is in a file
 * @param sealedRootSecret sealed for {@link #secretPurpose}
 * @param serviceControlPolicies documents of which one at least must allow each request of its
 *     principals, the root included; none sets no limit
 */
public record Account(
    String id,
    String name,
    Instant createdAt,
    String rootAccessKeyId,
    String sealedRootSecret,
    List<String> serviceControlPolicies) {
  static final String BY_NAME = "name";
  static final String BY_ROOT_KEY = "root_key";

  public static final Table<Account> TABLE =
      Table.of("iam_account", Account.class, account -> "", Account::id)
          .index(BY_NAME, Account::name)
          .index(BY_ROOT_KEY, Account::rootAccessKeyId);

  static String secretPurpose(String accessKeyId) {
    return "root-key " + accessKeyId;
  }

  Account withServiceControlPolicies(List<String> documents) {
    return new Account(
        id, name, createdAt, rootAccessKeyId, sealedRootSecret, List.copyOf(documents));
  }
}
