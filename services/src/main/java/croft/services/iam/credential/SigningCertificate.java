package croft.services.iam.credential;

import croft.store.Table;
import croft.store.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A user's X.509 certificate for signing.
 *
 * @param id 32 letters and digits
 * @param body PEM
 */
public record SigningCertificate(
    String account, String id, String userId, String body, boolean active, Instant uploadedAt) {
  private static final String BY_USER = "user_id";

  public static final Table<SigningCertificate> TABLE =
      Table.of(
              "iam_signing_certificate",
              SigningCertificate.class,
              SigningCertificate::account,
              SigningCertificate::id)
          .index(BY_USER, SigningCertificate::userId);

  /** The certificates of a user, by id. */
  public static List<SigningCertificate> ofUser(Transaction tx, String account, String userId) {
    return tx.findIn(TABLE, account, BY_USER, userId).stream()
        .sorted(Comparator.comparing(SigningCertificate::id))
        .toList();
  }

  public String status() {
    return active ? "Active" : "Inactive";
  }

  public SigningCertificate withActive(boolean now) {
    return new SigningCertificate(account, id, userId, body, now, uploadedAt);
  }
}
