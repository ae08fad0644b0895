package croft.services.iam.credential;

import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A user's SSH public key.
 *
 * @param id {@code APKA…}
 * @param body one line in OpenSSH's form
 * @param fingerprint MD5 of the key, in pairs of hex digits
 */
public record SshPublicKey(
    String account,
    String id,
    String userId,
    String body,
    String fingerprint,
    boolean active,
    Instant uploadedAt) {
  private static final String BY_USER = "user_id";

  public static final Table<SshPublicKey> TABLE =
      Table.of("iam_ssh_public_key", SshPublicKey.class, SshPublicKey::account, SshPublicKey::id)
          .index(BY_USER, SshPublicKey::userId);

  /** The keys of a user, by id. */
  public static List<SshPublicKey> ofUser(Transaction tx, String account, String userId) {
    return tx.findIn(TABLE, account, BY_USER, userId).stream()
        .sorted(Comparator.comparing(SshPublicKey::id))
        .toList();
  }

  public String status() {
    return active ? "Active" : "Inactive";
  }

  public SshPublicKey withActive(boolean now) {
    return new SshPublicKey(account, id, userId, body, fingerprint, now, uploadedAt);
  }
}
