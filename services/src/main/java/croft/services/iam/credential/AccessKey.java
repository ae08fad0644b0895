package croft.services.iam.credential;

import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's access key.
 *
 * @param sealedSecret the secret, sealed for {@link #secretPurpose}: signatures need it again
 * @param lastUsed when, for what and where it last signed; null if never
 */
public record AccessKey(
    String id,
    String account,
    String userId,
    boolean active,
    Instant createdAt,
    String sealedSecret,
    @Nullable LastUsed lastUsed) {
  private static final String BY_USER = "user_id";

  /** Keys are global: a signature names nothing but the key. */
  public static final Table<AccessKey> TABLE =
      Table.of("iam_access_key", AccessKey.class, key -> "", AccessKey::id)
          .index(BY_USER, AccessKey::userId);

  /** The last use, to the minute. */
  public record LastUsed(Instant at, String serviceName, String region) {}

  /** The keys of a user, oldest first. */
  public static List<AccessKey> ofUser(Transaction tx, String userId) {
    return tx.find(TABLE, BY_USER, userId).stream()
        .sorted(Comparator.comparing(AccessKey::createdAt).thenComparing(AccessKey::id))
        .toList();
  }

  /** What a key's secret is sealed for: it opens for no other key. */
  public static String secretPurpose(String id) {
    return "access-key " + id;
  }

  public String status() {
    return active ? "Active" : "Inactive";
  }

  public AccessKey withActive(boolean now) {
    return new AccessKey(id, account, userId, now, createdAt, sealedSecret, lastUsed);
  }

  public AccessKey withLastUsed(LastUsed use) {
    return new AccessKey(id, account, userId, active, createdAt, sealedSecret, use);
  }
}
