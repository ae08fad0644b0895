package croft.services.iam.setting;

import croft.store.Table;
import croft.store.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * An account's settings.
 *
 * @param alias unlike any other account's; empty for none
 * @param passwordPolicy null for none: then the usual rules hold
 * @param tokenVersion of the tokens the global endpoint of STS gives, 1 or 2
 */
public record AccountSettings(
    String account, String alias, @Nullable PasswordPolicy passwordPolicy, int tokenVersion) {
  static final String BY_ALIAS = "alias";

  public static final Table<AccountSettings> TABLE =
      Table.of(
              "iam_account_settings",
              AccountSettings.class,
              AccountSettings::account,
              settings -> "settings")
          .index(BY_ALIAS, AccountSettings::alias);

  /** The settings of an account, the usual ones when none were changed. */
  public static AccountSettings of(Transaction tx, String account) {
    return tx.get(TABLE, account, "settings")
        .orElseGet(() -> new AccountSettings(account, "", null, 1));
  }

  AccountSettings withAlias(String text) {
    return new AccountSettings(account, text, passwordPolicy, tokenVersion);
  }

  AccountSettings withPasswordPolicy(@Nullable PasswordPolicy policy) {
    return new AccountSettings(account, alias, policy, tokenVersion);
  }

  AccountSettings withTokenVersion(int version) {
    return new AccountSettings(account, alias, passwordPolicy, version);
  }
}
