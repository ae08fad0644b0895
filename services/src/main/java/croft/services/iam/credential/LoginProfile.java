package croft.services.iam.credential;

import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user's password, as hashes.
 *
 * @param hash as {@link PasswordHashes} makes it
 * @param formerHashes of passwords before, the newest first
 * @param resetRequired whether the user must change it at the next sign-in
 */
public record LoginProfile(
    String account,
    String userId,
    String hash,
    List<String> formerHashes,
    boolean resetRequired,
    Instant createdAt,
    Instant changedAt) {
  public static final Table<LoginProfile> TABLE =
      Table.of(
          "iam_login_profile", LoginProfile.class, LoginProfile::account, LoginProfile::userId);

  /** The most passwords that a policy can keep from coming again. */
  private static final int MOST_FORMER = 24;

  public LoginProfile {
    formerHashes = List.copyOf(formerHashes);
  }

  /** The password of a user. */
  public static Optional<LoginProfile> ofUser(Transaction tx, String account, String userId) {
    return tx.get(TABLE, account, userId);
  }

  /** The same with another password. */
  public LoginProfile changed(String newHash, boolean reset, Instant at) {
    List<String> former =
        Stream.concat(Stream.of(hash), formerHashes.stream()).limit(MOST_FORMER).toList();
    return new LoginProfile(account, userId, newHash, former, reset, createdAt, at);
  }

  /** The same, with a change demanded or not. */
  public LoginProfile withResetRequired(boolean reset) {
    return new LoginProfile(account, userId, hash, formerHashes, reset, createdAt, changedAt);
  }

  /** Without the hashes. */
  @Override
  public String toString() {
    return "LoginProfile[" + account + ", " + userId + "]";
  }
}
